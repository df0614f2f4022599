package io.nocturne.spark.serve;

import io.nocturne.model.CodeDirections;
import io.nocturne.model.Encoder;
import io.nocturne.model.HistoryRanker;
import io.nocturne.model.Ranker;
import io.nocturne.model.index.CodeCosine;
import io.nocturne.model.index.CodeIndex;
import io.nocturne.model.index.IndexRanker;
import io.nocturne.spark.store.IndexStore;
import io.nocturne.spark.store.TableStore;
import java.io.Serializable;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;

/**
 * The item codes of a run on every executor, for lists by codes. Each JVM reads the run's index, if
 * it has one, once.
 */
public final class BroadcastCodes implements Serializable {
  private static final long serialVersionUID = 1;

  private final BroadcastModel model;
  private final boolean hasIndex;
  private final String run;
  private final Broadcast<CodeDirections> directions;
  private final Broadcast<SerializableConfiguration> hadoop;
  private final Broadcast<OncePerJvm<CodeIndex>> opened;

  /**
   * Sends the codes to the executors; {@link #destroy} frees them.
   *
   * @param tables those of the run, with item_codes
   * @param model with an encoder
   * @param hasIndex whether the run has an index of these codes, which is then asked
   */
  public BroadcastCodes(
      SparkSession session, TableStore tables, BroadcastModel model, boolean hasIndex) {
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    this.model = model;
    this.hasIndex = hasIndex;
    this.run = tables.folder().toString();
    this.directions = spark.broadcast(ItemCodes.read(tables));
    this.hadoop = spark.broadcast(new SerializableConfiguration(spark.hadoopConfiguration()));
    this.opened = spark.broadcast(new OncePerJvm<>());
  }

  /** Whether lists are made by the index, if no item is left out of all of them. */
  public boolean hasIndex() {
    return hasIndex;
  }

  /**
   * Returns a ranker for lists of at most {@code n} items; for one task.
   *
   * @param never the items that are in no list: if there are any, all codes are compared, as the
   *     nearest that an index finds may all be among them
   */
  HistoryRanker ranker(int n, int[] never) {
    Encoder encoder = model.encoder().orElseThrow();
    if (hasIndex && never.length == 0) {
      return new IndexRanker(encoder, opened.value().get(this::open), model.popularity(), n);
    }
    CodeCosine exact = new CodeCosine(encoder, directions.value());
    return new Ranker(exact, model.popularity(), n, never);
  }

  private CodeIndex open() {
    return new IndexStore(hadoop.value().value(), new Path(run)).load(directions.value());
  }

  /** Frees the executors' memory. */
  public void destroy() {
    directions.destroy();
    hadoop.destroy();
    opened.destroy();
  }
}
