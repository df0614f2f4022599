package io.nocturne.spark.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;

/**
 * Hadoop's local files. Without its native code it starts a process, {@code chmod}, for each file
 * and each folder that it makes, a thousand in a minute of small tables; this one sets the same
 * permissions itself. The {@code core-site.xml} of the tests names it.
 */
public final class PlainLocalFileSystem extends LocalFileSystem {
  /** Made by Hadoop. */
  public PlainLocalFileSystem() {
    super(new WithoutProcesses());
  }

  private static final class WithoutProcesses extends RawLocalFileSystem {
    @Override
    public void setPermission(Path path, FsPermission permission) throws IOException {
      String nine =
          permission.getUserAction().SYMBOL
              + permission.getGroupAction().SYMBOL
              + permission.getOtherAction().SYMBOL;
      Files.setPosixFilePermissions(
          pathToFile(path).toPath(), PosixFilePermissions.fromString(nine));
    }
  }
}
