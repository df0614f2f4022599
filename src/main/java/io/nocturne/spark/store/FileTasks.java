package io.nocturne.spark.store;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Work on the files of a table, one by one: on the executors, or on the driver if they are so small
 * that a Spark job would take longer to start.
 */
final class FileTasks {
  /** The bytes that take some tenths of a second to read. */
  private static final long ON_THE_DRIVER = 32L << 20;

  private static final int MOST_TASKS = 1000;

  private FileTasks() {}

  /** A function of a file. */
  @FunctionalInterface
  interface FileFunction<R> extends Serializable {
    R apply(Path file, Configuration hadoop) throws IOException;
  }

  /** Returns the results, in the order of the files. */
  static <R> List<R> map(JavaSparkContext spark, List<FileStatus> files, FileFunction<R> work)
      throws IOException {
    if (files.stream().mapToLong(FileStatus::getLen).sum() > ON_THE_DRIVER) {
      return onExecutors(spark, files, work);
    }
    List<R> results = new ArrayList<>();
    for (FileStatus file : files) {
      results.add(work.apply(file.getPath(), spark.hadoopConfiguration()));
    }
    return results;
  }

  private static <R> List<R> onExecutors(
      JavaSparkContext spark, List<FileStatus> files, FileFunction<R> work) {
    SerializableConfiguration hadoop = new SerializableConfiguration(spark.hadoopConfiguration());
    List<String> names = files.stream().map(file -> file.getPath().toString()).toList();
    return spark
        .parallelize(names, Math.min(MOST_TASKS, names.size()))
        .map(name -> work.apply(new Path(name), hadoop.value()))
        .collect();
  }
}
