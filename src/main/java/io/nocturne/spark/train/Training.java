package io.nocturne.spark.train;

import io.nocturne.math.SymmetricInverse;
import io.nocturne.math.SymmetricTiles;
import io.nocturne.model.Ease;
import io.nocturne.model.Parameters;
import io.nocturne.spark.Blocks;
import io.nocturne.spark.store.TableInfo;
import io.nocturne.spark.store.TableStore;
import java.util.function.Consumer;
import java.util.function.DoubleConsumer;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Trains a model from the prepared tables. */
public final class Training {
  private static final double GIB = 1L << 30;

  private final TrainSettings settings;
  private final Consumer<String> progress;

  /** A training; nothing is read yet. */
  public Training(TrainSettings settings, Consumer<String> progress) {
    this.settings = settings;
    this.progress = progress;
  }

  /** The training rows in blocks that do not depend on the cluster. */
  public static Dataset<Row> rows(TableStore tables) {
    TableInfo info = tables.info("training");
    return Blocks.of(tables.read("training"), "row", info.rows());
  }

  /** How many items the tables have. */
  public static int items(TableStore tables) {
    return Math.toIntExact(tables.info("items").rows());
  }

  /** Learns the parameters. */
  public Parameters run(TableStore tables) {
    int items = items(tables);
    JavaRDD<Row> rows = rows(tables).javaRDD();
    return switch (settings.recipe()) {
      case EASE -> ease(rows, items);
      case POPULARITY -> new Parameters(new float[][] {ItemCounts.of(rows, items)});
    };
  }

  private Parameters ease(JavaRDD<Row> rows, int items) {
    checkMemory(Ease.bytes(items), items, Runtime.getRuntime().maxMemory());
    progress.accept(
        "Gram matrix of %,d x %,d items: %.2f GiB with its solution"
            .formatted(items, items, Ease.bytes(items) / GIB));
    SymmetricTiles gram = GramMatrix.of(rows, items);
    progress.accept("inverting it on %d thread(s)".formatted(settings.threads()));
    SymmetricInverse inverse = settings.solver().inverse(settings.threads());
    return Ease.fit(gram, settings.lambda(), inverse, new EveryTenth(progress));
  }

  /** Refuses what would leave the JVM less than a tenth of its memory. */
  static void checkMemory(long needed, int items, long available) {
    if (needed > 0.9 * available) {
      throw new InsufficientMemoryException(
          "Not enough memory for ease over %,d items: it needs %.1f GiB on the driver and has %.1f. Raise --driver-memory, or leave rare items out with prepare.min-item-interactions"
              .formatted(items, needed / GIB, available / GIB));
    }
  }

  /** Says how far it is at each tenth. */
  private static final class EveryTenth implements DoubleConsumer {
    private final Consumer<String> progress;
    private int tenth;

    EveryTenth(Consumer<String> progress) {
      this.progress = progress;
    }

    @Override
    public void accept(double share) {
      if ((int) (share * 10) > tenth) {
        tenth = (int) (share * 10);
        progress.accept("inverted: %d %%".formatted(10 * tenth));
      }
    }
  }
}
