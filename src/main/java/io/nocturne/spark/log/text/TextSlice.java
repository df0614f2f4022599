package io.nocturne.spark.log.text;

import io.nocturne.spark.log.file.Encodings;
import io.nocturne.spark.log.file.FileLayout;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/**
 * A part of a text file that one task reads.
 *
 * @param layout the file
 * @param start the first byte
 * @param end the last byte at which a line may begin
 */
record TextSlice(FileLayout layout, String encoding, long start, long end) implements Serializable {
  private static final long LEAST = 16L << 20;
  private static final long MOST = 128L << 20;
  private static final int MANY = 2000;

  /** The number of bytes that take as long to read as a file takes to open. */
  private static final long OPENING = 1L << 20;

  /**
   * Distributes files to tasks: large ones are cut, small ones share a task. The cuts depend on the
   * files only, not on the cluster.
   *
   * @param encodings of the files, see {@link TextFile#encoding}
   */
  static List<List<TextSlice>> distribute(
      List<FileLayout> layouts, List<String> encodings, Configuration hadoop) {
    long total = layouts.stream().mapToLong(layout -> OPENING + layout.file().bytes()).sum();
    long target = Math.max(LEAST, Math.min(MOST, total / MANY));
    List<List<TextSlice>> tasks = new ArrayList<>();
    List<TextSlice> task = new ArrayList<>();
    long size = 0;
    for (int k = 0; k < layouts.size(); k++) {
      for (TextSlice slice : cut(layouts.get(k), encodings.get(k), target, hadoop)) {
        long cost = OPENING + slice.bytes();
        if (!task.isEmpty() && size + cost > target + OPENING) {
          tasks.add(task);
          task = new ArrayList<>();
          size = 0;
        }
        task.add(slice);
        size += cost;
      }
    }
    if (!task.isEmpty()) {
      tasks.add(task);
    }
    return tasks;
  }

  private static List<TextSlice> cut(
      FileLayout layout, String encoding, long target, Configuration hadoop) {
    long bytes = layout.file().bytes();
    boolean whole =
        bytes <= target
            || Encodings.unitBytes(encoding) > 1
            || TextFile.isCompressed(layout.file(), hadoop);
    if (whole) {
      return List.of(new TextSlice(layout, encoding, 0, bytes));
    }
    List<TextSlice> slices = new ArrayList<>();
    for (long start = 0; start < bytes; start += target) {
      slices.add(new TextSlice(layout, encoding, start, Math.min(start + target, bytes)));
    }
    return slices;
  }

  private long bytes() {
    return end - start;
  }
}
