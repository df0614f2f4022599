package io.nocturne.spark.store;

import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import java.util.Comparator;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/**
 * The local disk with an object store's manners: a renamed folder comes file by file, in the order
 * of names, and nothing can be renamed onto a file. It can be told to fail in the middle.
 */
public final class BucketFileSystem extends RawLocalFileSystem {
  static final String SCHEME = "bucket";

  /** After how many more files it fails to rename what has been written; negative for never. */
  static int failsAfter = -1;

  /** How many files were renamed to the name CURRENT. */
  static int renamedPointers;

  @Override
  public String getScheme() {
    return SCHEME;
  }

  @Override
  public URI getUri() {
    return URI.create(SCHEME + ":///");
  }

  @Override
  public void initialize(URI uri, Configuration conf) throws IOException {
    super.initialize(uri, conf);
    setConf(conf);
  }

  @Override
  public boolean rename(Path from, Path to) throws IOException {
    FileStatus status = getFileStatus(from);
    if (!status.isDirectory()) {
      boolean isBeingWritten = to.toString().contains("-incomplete-");
      if (!isBeingWritten && failsAfter-- == 0) {
        throw new IOException("the line is down");
      }
      renamedPointers += to.getName().equals("CURRENT") ? 1 : 0;
      return !exists(to) && super.rename(from, to);
    }
    mkdirs(to);
    FileStatus[] entries = listStatus(from);
    Arrays.sort(entries, Comparator.comparing(FileStatus::getPath));
    for (FileStatus entry : entries) {
      if (!rename(entry.getPath(), new Path(to, entry.getPath().getName()))) {
        return false;
      }
    }
    return delete(from, true);
  }
}
