package io.nocturne.spark.train;

import io.nocturne.math.Arithmetic;
import io.nocturne.math.SymmetricTiles;
import io.nocturne.model.Parameters;
import io.nocturne.model.TrainingData;
import io.nocturne.nn.Network;
import io.nocturne.spark.UnusableDataException;
import io.nocturne.spark.store.TableStore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;

/** The training rows of the prepared tables, summed and learnt from on the cluster. */
final class PreparedData implements TrainingData {
  private final TableStore tables;
  private final String recipe;
  private final TrainSettings settings;
  private final TrainingSupport support;

  /**
   * @param recipe whose data they are, for messages
   */
  PreparedData(TableStore tables, String recipe, TrainSettings settings, TrainingSupport support) {
    this.tables = tables;
    this.recipe = recipe;
    this.settings = settings;
    this.support = support;
  }

  @Override
  public int items() {
    return Training.items(tables);
  }

  @Override
  public float[] itemCounts() {
    return ItemCounts.of(rows(), items());
  }

  @Override
  public SymmetricTiles gram() {
    return GramMatrix.of(rows(), items());
  }

  @Override
  public Parameters descend(Network network) {
    Shards shards = Shards.of(tables);
    if (shards.leastWeight() < 0) {
      throw new UnusableDataException(
          "Invalid weight for %s: %s (expected 0 or more). Set prepare.weights = binary, or raise prepare.min-rating"
              .formatted(recipe, shards.leastWeight()));
    }
    JavaSparkContext spark = shards.spark();
    Arithmetic arithmetic = ClusterArithmetic.require(spark);
    progress().accept("learning with " + arithmetic.text() + Arithmetic.fallBacks());
    // handed over and let go of: it is as large as the state that follows it
    AtomicReference<Checkpoint> checkpoint =
        new AtomicReference<>(support.checkpoints().flatMap(Checkpoints::latest).orElse(null));
    WorkerCount.Found found =
        new WorkerCount(spark, network, settings, shards, support)
            .find(RoundLog.workers(checkpoint.get()));
    requireMemory(network, found.settings(), shards);
    support.log().begun(found.settings().plan().averaging().workers(), arithmetic.text());
    return new Trainer(network, found, arithmetic, support, shards, itemCounts()).run(checkpoint);
  }

  private void requireMemory(Network network, TrainSettings found, Shards shards) {
    RoundMemory memory = memory(network, found, shards);
    if (found.isLocal()) {
      requireMemory(memory.together(), RoundMemory.REMEDY);
    } else {
      requireMemory(memory.driver(), RoundMemory.REMEDY);
      MemoryCheck.executor(
          recipe,
          items(),
          memory.executor(),
          found.executorMemory().getAsLong(),
          RoundMemory.REMEDY);
    }
    progress()
        .accept(
            "%,d parameters, %d worker(s) of %s thread(s); training needs about %s"
                .formatted(
                    network.parameters(),
                    found.plan().averaging().workers(),
                    found.executorThreads() > 0 ? found.executorThreads() : "all",
                    found.isLocal()
                        ? gib(memory.together())
                        : gib(memory.driver())
                            + " on the driver and "
                            + gib(memory.executor())
                            + " on each executor"));
  }

  private static String gib(long bytes) {
    return "%.2f GiB".formatted(bytes / (double) (1L << 30));
  }

  private static RoundMemory memory(Network network, TrainSettings found, Shards shards) {
    try {
      return RoundMemory.of(network, found, shards.users(), shards.entries());
    } catch (IllegalArgumentException e) {
      throw new InsufficientMemoryException(e.getMessage());
    }
  }

  @Override
  public int threads() {
    return settings.threads();
  }

  @Override
  public Consumer<String> progress() {
    return support.progress();
  }

  @Override
  public void requireMemory(long bytes, String remedy) {
    MemoryCheck.driver(recipe, items(), bytes, Runtime.getRuntime().maxMemory(), remedy);
  }

  private JavaRDD<Row> rows() {
    return Training.rows(tables).javaRDD();
  }
}
