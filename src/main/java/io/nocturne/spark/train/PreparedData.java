package io.nocturne.spark.train;

import io.nocturne.math.SymmetricTiles;
import io.nocturne.model.Parameters;
import io.nocturne.model.TrainingData;
import io.nocturne.nn.Network;
import io.nocturne.spark.UnusableDataException;
import io.nocturne.spark.store.TableStore;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaRDD;
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
    RoundMemory memory = memory(network, shards);
    if (settings.executorMemory().isEmpty()) {
      requireMemory(memory.together(), RoundMemory.REMEDY);
    } else {
      requireMemory(memory.driver(), RoundMemory.REMEDY);
      MemoryCheck.executor(
          recipe,
          items(),
          memory.executor(),
          settings.executorMemory().getAsLong(),
          RoundMemory.REMEDY);
    }
    progress()
        .accept(
            "%,d parameters; training needs about %.2f GiB and takes %s thread(s)"
                .formatted(
                    network.parameters(),
                    memory.together() / (double) (1L << 30),
                    settings.executorThreads() > 0 ? settings.executorThreads() : "all"));
    return new Trainer(network, settings, support, shards, itemCounts()).run();
  }

  private RoundMemory memory(Network network, Shards shards) {
    try {
      return RoundMemory.of(network, settings, shards.users(), shards.entries());
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
