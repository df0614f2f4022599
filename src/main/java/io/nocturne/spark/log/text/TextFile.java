package io.nocturne.spark.log.text;

import com.github.luben.zstd.ZstdInputStream;
import io.nocturne.spark.UnusableDataException;
import io.nocturne.spark.log.file.DataFile;
import io.nocturne.spark.log.file.Encodings;
import io.nocturne.spark.log.file.UnreadableFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionCodecFactory;

/** Opens text files, compressed or not, and looks at how they begin. */
final class TextFile {
  private static final int BEGINNING = 1024;

  private TextFile() {}

  static boolean isCompressed(DataFile file, Configuration hadoop) {
    return isZstd(file.path()) || codec(file.path(), hadoop) != null;
  }

  /** The file's bytes as they were before compression. */
  static InputStream open(DataFile file, Configuration hadoop) throws IOException {
    Path path = file.path();
    InputStream in = file.fileSystem(hadoop).open(path);
    if (isZstd(path)) {
      return new ZstdInputStream(in); // Hadoop's needs a native library, which is often missing
    }
    CompressionCodec codec = codec(path, hadoop);
    return codec == null ? in : codec.createInputStream(in);
  }

  /**
   * The encoding to read the file in, with its byte order where there are two.
   *
   * @param encoding the encoding in the settings
   * @param key the setting, for a refusal of a file that shows another encoding
   */
  static String encoding(DataFile file, String encoding, String key, Configuration hadoop) {
    byte[] start = beginning(file, hadoop);
    String shown = Encodings.wideEncodingOf(start, start.length);
    int unit = Encodings.unitBytes(encoding);
    if (shown != null && Encodings.unitBytes(shown) != unit) {
      throw new UnusableDataException(
          "Wrong encoding: %s is %s, not %s. Set %s = %s"
              .formatted(file.source(), shown, encoding, key, shown));
    }
    String name = Charset.forName(encoding).name();
    if (unit == 1 || name.endsWith("E")) {
      return name;
    }
    boolean little = shown != null && (shown.endsWith("LE") || (start[0] & 0xff) == 0xff);
    return name + (little ? "LE" : "BE");
  }

  private static byte[] beginning(DataFile file, Configuration hadoop) {
    try (InputStream in = open(file, hadoop)) {
      return in.readNBytes(BEGINNING);
    } catch (IOException | RuntimeException e) {
      throw UnreadableFile.of(file, e);
    }
  }

  private static boolean isZstd(Path path) {
    return path.getName().endsWith(".zst");
  }

  private static CompressionCodec codec(Path path, Configuration hadoop) {
    return new CompressionCodecFactory(hadoop).getCodec(path);
  }
}
