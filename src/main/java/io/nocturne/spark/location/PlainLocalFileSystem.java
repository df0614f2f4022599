package io.nocturne.spark.location;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;

/**
 * Hadoop's local files. Without its native code, which few machines have, Hadoop starts a process,
 * {@code chmod}, for each file and each folder that it makes: hundreds in a nightly. This one sets
 * the same permissions itself.
 */
public final class PlainLocalFileSystem extends LocalFileSystem {
  private static final String KEY = "fs.file.impl";

  /** Made by Hadoop. */
  public PlainLocalFileSystem() {
    super(new WithoutProcesses());
  }

  /**
   * Makes it the file system of local paths, unless the user has chosen one.
   *
   * @param hadoop the configuration that file systems are opened with from now on
   */
  public static void use(Configuration hadoop) {
    if (hadoop.get(KEY) == null) {
      hadoop.setClass(KEY, PlainLocalFileSystem.class, FileSystem.class);
      // what Spark has opened while it started: a closed one is opened anew, by this class
      try {
        FileSystem.get(URI.create("file:///"), hadoop).close();
      } catch (IOException e) {
        throw new UncheckedIOException("Cannot open the local file system", e);
      }
    }
  }

  private static final class WithoutProcesses extends RawLocalFileSystem {
    @Override
    public void setPermission(Path path, FsPermission permission) throws IOException {
      java.nio.file.Path file = pathToFile(path).toPath();
      if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
        super.setPermission(path, permission);
        return;
      }
      Files.setPosixFilePermissions(file, permissions(permission));
    }

    private static Set<PosixFilePermission> permissions(FsPermission permission) {
      return PosixFilePermissions.fromString(
          permission.getUserAction().SYMBOL
              + permission.getGroupAction().SYMBOL
              + permission.getOtherAction().SYMBOL);
    }
  }
}
