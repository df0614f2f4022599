package io.nocturne.spark.store;

import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * Checks that files published in addition to the tables are unchanged: all by their length, small
 * ones by their content. Large ones are files of tables, which have hashes.
 */
final class SameFiles {
  private static final long SMALL = 1 << 20;

  private SameFiles() {}

  /**
   * @param made the expected file or folder; if it does not exist, nothing is checked
   * @throws DamagedFileException naming the first published file that differs
   */
  static void require(FileStore files, Path made, Path published) throws IOException {
    Optional<FileStatus> there = files.find(made);
    if (there.isEmpty()) {
      return;
    }
    FileStatus wanted = there.get();
    if (wanted.isDirectory()) {
      for (FileStatus entry : files.list(made)) {
        String name = entry.getPath().getName();
        require(files, new Path(made, name), new Path(published, name));
      }
      return;
    }
    FileStatus found = files.find(published).orElseThrow(() -> damaged(published, "it is missing"));
    if (found.isDirectory() || found.getLen() != wanted.getLen()) {
      throw damaged(
          published,
          found.isDirectory()
              ? "it is a folder"
              : "%,d bytes (expected %,d)".formatted(found.getLen(), wanted.getLen()));
    }
    if (wanted.getLen() <= SMALL && !files.read(made).equals(files.read(published))) {
      throw damaged(published, "it is not what was written");
    }
  }

  private static DamagedFileException damaged(Path file, String what) {
    return new DamagedFileException(file, what, "It is written again", null);
  }
}
