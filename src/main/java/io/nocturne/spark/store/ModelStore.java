package io.nocturne.spark.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nocturne.nn.parameter.Parameters;
import io.nocturne.spark.UnusableDataException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/**
 * Keeps one model: {@code parameters}, a Parquet table of the parts of its blocks, and {@code
 * model.json}, its provenance with the names and sizes of the blocks.
 */
public final class ModelStore {
  /** The table of the parameters. */
  public static final String PARAMETERS = "parameters";

  private static final String FILE = "model.json";

  private final SparkSession spark;
  private final Path folder;
  private final TableStore tables;

  /** Creates the store of the model in {@code folder}. */
  public ModelStore(SparkSession spark, Path folder) {
    this.spark = spark;
    this.folder = folder;
    this.tables = new TableStore(spark, folder, 1); // a row is a block of up to 16 MB
  }

  /** The parameters as a table, to verify it. */
  public TableStore tables() {
    return tables;
  }

  /** Deletes the stored model, if there is one. */
  public void delete() {
    try {
      files().delete(new Path(folder, FILE)); // first: parameters without it are not a model
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot delete " + new Path(folder, FILE), e);
    }
    tables.delete(PARAMETERS);
  }

  /**
   * Stores a model, replacing the previous one.
   *
   * @param madeFrom the content hash of the training rows
   * @return the content hash of the parameters
   */
  public String save(Parameters parameters, ObjectNode provenance, String madeFrom) {
    String hash = ModelTable.write(spark, tables, parameters, madeFrom);
    provenance.put("format", ModelTable.FORMAT);
    provenance.put("parameters", parameters.size());
    provenance.set("blocks", ModelTable.json(parameters.shapes()));
    provenance.put("parameters_sha256", hash);
    Path file = new Path(folder, FILE);
    try {
      files().write(file, Json.pretty(provenance));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + file, e);
    }
    return hash;
  }

  /**
   * The provenance of the stored model; empty if none is stored.
   *
   * @throws io.nocturne.spark.store.DamagedFileException if it cannot be read
   */
  public Optional<JsonNode> find() {
    Path file = new Path(folder, FILE);
    try {
      return Optional.of(Json.read(files(), file, "Run train for its date again"));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file, e);
    }
  }

  /** Returns the provenance of the stored model, and throws if there is none. */
  public JsonNode provenance() {
    return find()
        .orElseThrow(
            () ->
                new UnusableDataException(
                    "Cannot find a model in %s. Run train for this date first".formatted(folder)));
  }

  /**
   * Reads the stored parameters.
   *
   * @throws UnusableDataException if another version has stored them in a format that is not read
   */
  public Parameters load() {
    JsonNode provenance = provenance();
    int format = provenance.path("format").asInt(1);
    if (format != ModelTable.FORMAT) {
      throw new UnusableDataException(
          "Cannot read the model in %s: its format is %d (expected %d). Train it again with this version"
              .formatted(folder, format, ModelTable.FORMAT));
    }
    return ModelTable.read(tables, provenance.path("blocks"));
  }

  private FileStore files() {
    return FileStore.of(folder, spark.sparkContext().hadoopConfiguration());
  }
}
