package io.nocturne.jobs.settings;

import io.nocturne.config.Configuration;
import io.nocturne.config.ConfigurationException;
import io.nocturne.spark.store.FileStore;
import io.nocturne.spark.store.RunRoot;
import io.nocturne.spark.store.Schemas;
import io.nocturne.spark.store.TableStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;

/** The keys of {@code generate}, and where it may write. */
public final class GenerateKeys {
  private final Configuration configuration;

  GenerateKeys(Configuration configuration) {
    this.configuration = configuration;
  }

  /** The number of histories drawn. */
  public int users() {
    return configuration.integer("generate.users");
  }

  /** Which model to sample from. */
  public String model() {
    return configuration.text("generate.model");
  }

  /** The distribution of codes: {@code fitted} to those of the histories, or {@code prior}. */
  public String codes() {
    return configuration.text("generate.codes");
  }

  /** The folder of the table, as it was given. */
  public String path() {
    String text = configuration.text("generate.path");
    return text.isEmpty() ? configuration.text("root") + "/generated" : text;
  }

  /**
   * The folder of the table, in full.
   *
   * @throws ConfigurationException if runs are made or published there
   */
  public Path path(RunRoot root) {
    Path path = root.qualify(path());
    Path runs = new Path(root.path(), "runs");
    Path work = new Path(root.path(), "work");
    if (path.isRoot() || isIn(path, runs) || isIn(path, work) || isIn(root.path(), path)) {
      throw new ConfigurationException(
          "Invalid generate.path: %s (expected a folder outside %s and %s, or \"\" for %s)"
              .formatted(path(), runs, work, new Path(root.path(), "generated")));
    }
    return path;
  }

  private static boolean isIn(Path path, Path folder) {
    for (Path above = path; above != null; above = above.getParent()) {
      if (above.equals(folder)) {
        return true;
      }
    }
    return false;
  }

  /** Checks that the folder holds nothing but generated histories: writing replaces it. */
  public void requireFree(SparkSession spark, Path path) {
    TableStore tables = new TableStore(spark, path.getParent());
    String name = path.getName();
    List<String> columns = Arrays.asList(Schemas.generated(DataTypes.StringType).fieldNames());
    boolean isGenerated =
        tables.has(name) && Arrays.asList(tables.info(name).schema().fieldNames()).equals(columns);
    if (!isGenerated && !isEmpty(spark, path)) {
      throw new ConfigurationException(
          "Invalid generate.path: %s (expected a new folder or one written by generate: everything in it is replaced)"
              .formatted(path()));
    }
  }

  private static boolean isEmpty(SparkSession spark, Path path) {
    try {
      return FileStore.of(path, spark.sparkContext().hadoopConfiguration()).list(path).isEmpty();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot list " + path, e);
    }
  }
}
