package io.nocturne.spark.train;

import static org.apache.spark.sql.functions.col;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nocturne.model.Parameters;
import io.nocturne.spark.UnusableDataException;
import io.nocturne.spark.store.FileStore;
import io.nocturne.spark.store.Json;
import io.nocturne.spark.store.Schemas;
import io.nocturne.spark.store.TableStore;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;

/**
 * Keeps one model: {@code parameters}, a Parquet table of blocks of floats, and {@code model.json},
 * its provenance.
 */
public final class ModelStore {
  /** The table of the parameters. */
  public static final String PARAMETERS = "parameters";

  private static final String FILE = "model.json";

  private final SparkSession spark;
  private final Path folder;
  private final TableStore tables;

  /** The model in {@code folder}. */
  public ModelStore(SparkSession spark, Path folder) {
    this.spark = spark;
    this.folder = folder;
    this.tables = new TableStore(spark, folder, 1); // a row is a block of up to 16 MB
  }

  /** The parameters as a table, to verify it. */
  public TableStore tables() {
    return tables;
  }

  /** Takes the stored model away, if there is one. */
  public void delete() {
    try {
      files().delete(new Path(folder, FILE)); // first: parameters without it are no model
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot delete " + new Path(folder, FILE), e);
    }
    tables.delete(PARAMETERS);
  }

  /**
   * Stores a model in place of the one before.
   *
   * @param madeFrom the content hash of the training rows
   * @return the content hash of the parameters
   */
  public String save(Parameters parameters, ObjectNode provenance, String madeFrom) {
    String hash = writeBlocks(parameters.blocks(), madeFrom);
    provenance.put("parameters", parameters.size());
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
   * Sends the blocks as broadcasts: within the tasks they would be too large for Spark's messages.
   */
  private String writeBlocks(float[][] blocks, String madeFrom) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    List<Broadcast<float[]>> broadcasts = Arrays.stream(blocks).map(context::broadcast).toList();
    List<Integer> numbers = IntStream.range(0, blocks.length).boxed().toList();
    try {
      List<Broadcast<float[]>> sent = new ArrayList<>(broadcasts);
      JavaRDD<Row> rows =
          context
              .parallelize(numbers, blocks.length)
              .map(block -> RowFactory.create(block, sent.get(block).value()));
      Dataset<Row> table = spark.createDataFrame(rows, Schemas.parameters());
      return tables
          .write(PARAMETERS, table, Schemas.parameters(), "block", blocks.length, madeFrom)
          .sha256();
    } finally {
      broadcasts.forEach(Broadcast::destroy);
    }
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

  /** Likewise, where there must be one. */
  public JsonNode provenance() {
    return find()
        .orElseThrow(
            () ->
                new UnusableDataException(
                    "Cannot find a model in %s. Run train for this date first".formatted(folder)));
  }

  /** The stored parameters. */
  public Parameters load() {
    List<float[]> blocks = new ArrayList<>();
    // some files at a time: all together may be more than spark.driver.maxResultSize
    tables
        .read(PARAMETERS)
        .orderBy(col("block"))
        .select("values")
        .as(floatArrays())
        .toLocalIterator()
        .forEachRemaining(blocks::add);
    return new Parameters(blocks.toArray(float[][]::new));
  }

  /** Spark's encoder of float[], which boxes nothing; Java has no other way to it. */
  @SuppressWarnings("unchecked")
  private Encoder<float[]> floatArrays() {
    return (Encoder<float[]>) (Encoder<?>) spark.implicits().newFloatArrayEncoder();
  }

  private FileStore files() {
    return FileStore.of(folder, spark.sparkContext().hadoopConfiguration());
  }
}
