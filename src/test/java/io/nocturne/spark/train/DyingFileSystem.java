package io.nocturne.spark.train;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * The local disk of a job that is killed after some steps: from then on nothing changes. Writing
 * half a file is a step, and so is deleting each file of a folder.
 */
public final class DyingFileSystem extends RawLocalFileSystem {
  private static final AtomicInteger LEFT = new AtomicInteger(Integer.MAX_VALUE);
  private URI uri;

  /**
   * A configuration with this file system for a scheme: files of "file" are renamed after writing,
   * as on local disks; those of other schemes are written in place, as in object stores.
   */
  public static Configuration under(String scheme) {
    Configuration hadoop = new Configuration(false);
    hadoop.set("fs." + scheme + ".impl", DyingFileSystem.class.getName());
    hadoop.setBoolean("fs." + scheme + ".impl.disable.cache", true);
    return hadoop;
  }

  public static void killAfter(int steps) {
    LEFT.set(steps);
  }

  public static void revive() {
    killAfter(Integer.MAX_VALUE);
  }

  public static boolean isDead() {
    return LEFT.get() < 0;
  }

  private static void step() throws IOException {
    if (LEFT.decrementAndGet() < 0) {
      throw new IOException("killed");
    }
  }

  @Override
  public void initialize(URI path, Configuration hadoop) throws IOException {
    super.initialize(path, hadoop);
    uri = URI.create(path.getScheme() + ":///");
  }

  @Override
  public URI getUri() {
    return uri == null ? super.getUri() : uri; // also called by the constructor
  }

  @Override
  public FSDataOutputStream create(
      Path file, boolean overwrite, int buffer, short copies, long block, Progressable progress)
      throws IOException {
    step();
    OutputStream whole = super.create(file, overwrite, buffer, copies, block, progress);
    return new FSDataOutputStream(new Dying(whole), null);
  }

  @Override
  public boolean delete(Path path, boolean recursive) throws IOException {
    if (recursive && exists(path) && getFileStatus(path).isDirectory()) {
      FileStatus[] entries = listStatus(path);
      Arrays.sort(entries);
      for (FileStatus entry : entries) {
        delete(entry.getPath(), true);
      }
    }
    step();
    return super.delete(path, recursive);
  }

  /** Does nothing: without its native library, Hadoop would start a chmod for every file. */
  @Override
  public void setPermission(Path path, FsPermission permission) {}

  /** A file that may end after half of its bytes, or before it is closed. */
  private static final class Dying extends FilterOutputStream {
    Dying(OutputStream whole) {
      super(whole);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      out.write(bytes, from, length / 2);
      step();
      out.write(bytes, from + length / 2, length - length / 2);
    }

    @Override
    public void close() throws IOException {
      out.close();
      step();
    }
  }
}
