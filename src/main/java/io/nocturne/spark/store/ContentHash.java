package io.nocturne.spark.store;

import io.nocturne.spark.location.FileSystems;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.SerializableConfiguration;

/** SHA-256 of texts and of files; the files are read where the executors are. */
public final class ContentHash {
  private static final int MOST_TASKS = 1000;

  private ContentHash() {}

  /** Of a text. */
  public static String ofText(String text) {
    return HexFormat.of().formatHex(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** Of a table's files in this order: the hash of their hashes. */
  static String ofFiles(JavaSparkContext spark, List<Path> files) {
    SerializableConfiguration hadoop = new SerializableConfiguration(spark.hadoopConfiguration());
    List<String> names = files.stream().map(Path::toString).toList();
    int tasks = Math.max(1, Math.min(MOST_TASKS, names.size()));
    List<String> hashes =
        spark.parallelize(names, tasks).map(name -> ofFile(new Path(name), hadoop)).collect();
    return ofHashes(hashes);
  }

  /** Of a table whose files have these hashes, in the order of their names. */
  static String ofHashes(List<String> hashes) {
    return ofText(String.join("\n", hashes));
  }

  private static String ofFile(Path file, SerializableConfiguration hadoop) throws IOException {
    MessageDigest digest = sha256();
    byte[] buffer = new byte[1 << 20];
    try (InputStream in = FileSystems.of(file, hadoop.value()).open(file)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JVM has SHA-256", e);
    }
  }
}
