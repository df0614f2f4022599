package io.nocturne.jobs;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FsStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;
import org.apache.spark.sql.SparkSession;

/** The local disk with hooks that run whenever a file is written or opened, and any free space. */
public final class FailingFileSystem extends RawLocalFileSystem {
  static final String SCHEME = "failing";
  private static final String KEY = "fs." + SCHEME + ".impl";

  /** The hook. */
  interface Event {
    void at(Path file) throws IOException;
  }

  static Event onWrite = file -> {};

  static Event onOpen = file -> {};

  /** The free space; negative for that of the disk. */
  static long freeBytes = -1;

  /** For the session of the tests and for code that runs before there is one. */
  static void install() {
    System.setProperty("spark.hadoop." + KEY, FailingFileSystem.class.getName());
    SparkSession.active()
        .sparkContext()
        .hadoopConfiguration()
        .set(KEY, FailingFileSystem.class.getName());
  }

  static void remove() {
    System.clearProperty("spark.hadoop." + KEY);
    onWrite = file -> {};
    onOpen = file -> {};
    freeBytes = -1;
  }

  @Override
  public FsStatus getStatus(Path path) throws IOException {
    FsStatus status = super.getStatus(path);
    return freeBytes < 0
        ? status
        : new FsStatus(status.getCapacity(), status.getCapacity() - freeBytes, freeBytes);
  }

  @Override
  public void initialize(URI uri, Configuration hadoop) throws IOException {
    super.initialize(uri, hadoop);
    setConf(hadoop);
  }

  @Override
  public String getScheme() {
    return SCHEME;
  }

  @Override
  public URI getUri() {
    return URI.create(SCHEME + ":///");
  }

  @Override
  public FSDataInputStream open(Path file, int buffer) throws IOException {
    onOpen.at(file);
    return super.open(file, buffer);
  }

  @Override
  public FSDataOutputStream create(
      Path file, boolean overwrite, int buffer, short copies, long block, Progressable progress)
      throws IOException {
    OutputStream whole = super.create(file, overwrite, buffer, copies, block, progress);
    return new FSDataOutputStream(whole, null) {
      @Override
      public void close() throws IOException {
        super.close();
        onWrite.at(file);
      }
    };
  }

  @Override
  public FileStatus getFileStatus(Path path) throws IOException {
    return plain(super.getFileStatus(path));
  }

  @Override
  public FileStatus[] listStatus(Path path) throws IOException {
    return Stream.of(super.listStatus(path))
        .map(FailingFileSystem::plain)
        .toArray(FileStatus[]::new);
  }

  /** Without permissions, which Hadoop looks up by the names of local files. */
  private static FileStatus plain(FileStatus found) {
    return new FileStatus(
        found.getLen(),
        found.isDirectory(),
        found.getReplication(),
        found.getBlockSize(),
        found.getModificationTime(),
        found.getPath());
  }

  /** Does nothing: without its native library, Hadoop would start a chmod for every file. */
  @Override
  public void setPermission(Path path, FsPermission permission) {}
}
