package io.nocturne.spark.store;

import io.nocturne.spark.location.FileSystems;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;

/** SHA-256 of texts and of files. */
public final class ContentHash {
  private ContentHash() {}

  /** Returns the SHA-256 of a text. */
  public static String ofText(String text) {
    return HexFormat.of().formatHex(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** Returns the hash of a table from its files, in this order: the hash of their hashes. */
  static String ofFiles(JavaSparkContext spark, List<FileStatus> files) throws IOException {
    return ofHashes(FileTasks.map(spark, files, ContentHash::ofFile));
  }

  /** Returns the hash of a table from the hashes of its files, in the order of their names. */
  static String ofHashes(List<String> hashes) {
    return ofText(String.join("\n", hashes));
  }

  static String ofFile(Path file, Configuration hadoop) throws IOException {
    MessageDigest digest = sha256();
    byte[] buffer = new byte[1 << 20];
    try (InputStream in = FileSystems.of(file, hadoop).open(file)) {
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
