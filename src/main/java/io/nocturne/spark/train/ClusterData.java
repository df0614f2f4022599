package io.nocturne.spark.train;

import io.nocturne.math.Arithmetic;
import io.nocturne.model.Descent;
import io.nocturne.model.RowProducts;
import io.nocturne.model.Side;
import io.nocturne.model.TrainingData;
import io.nocturne.nn.Network;
import io.nocturne.nn.WorkerMemory;
import io.nocturne.nn.batch.Corruption;
import io.nocturne.nn.batch.SampledSoftmax;
import io.nocturne.nn.layer.UserVectors;
import io.nocturne.nn.parameter.ItemFrequencies;
import io.nocturne.nn.parameter.Parameters;
import io.nocturne.spark.UnusableDataException;
import io.nocturne.spark.train.checkpoint.Checkpoint;
import io.nocturne.spark.train.checkpoint.Checkpoints;
import io.nocturne.spark.train.cluster.ClusterArithmetic;
import io.nocturne.spark.train.cluster.ExecutorArithmetic;
import io.nocturne.spark.train.rows.ClusterProducts;
import io.nocturne.spark.train.rows.ItemCounts;
import io.nocturne.spark.train.rows.ItemRows;
import io.nocturne.spark.train.rows.RowCodes;
import io.nocturne.spark.train.rows.Shards;
import io.nocturne.spark.train.rows.TrainingRow;
import io.nocturne.spark.train.rows.TrainingRows;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.storage.StorageLevel;

/** Training rows on the cluster, which sums them and trains on them. */
final class ClusterData implements TrainingData, AutoCloseable {
  private static final String CODES = "the codes";

  private final TrainingRows training;
  private final String recipe;
  private final boolean isRatings;
  private final TrainSettings settings;
  private final TrainingSupport support;

  /** Frequencies of the items in the users' rows; computed on first use. */
  private ItemFrequencies frequencies;

  /** The transposed training rows; computed on first use. */
  private JavaRDD<TrainingRow> itemRows;

  /**
   * @param recipe the recipe that is trained, for messages
   * @param isRatings whether weights are ratings, of any sign, that the recipe predicts
   */
  ClusterData(
      TrainingRows training,
      String recipe,
      boolean isRatings,
      TrainSettings settings,
      TrainingSupport support) {
    this.training = training;
    this.recipe = recipe;
    this.isRatings = isRatings;
    this.settings = settings;
    this.support = support;
  }

  @Override
  public int items() {
    return training.items();
  }

  @Override
  public float[] itemCounts() {
    return ItemCounts.of(training);
  }

  @Override
  public float[] itemSums() {
    return ItemCounts.sums(training);
  }

  @Override
  public RowProducts products() {
    return new ClusterProducts(training);
  }

  @Override
  public int users() {
    return training.users();
  }

  @Override
  public Parameters descend(Descent descent) {
    Network network = descent.network();
    TrainingSupport ofStage = descent.stage().map(support::stage).orElse(support);
    if (descent.stage().isEmpty()) {
      settings.plan().sampled().require(recipe, network.isMultinomial());
    }
    Shards shards = shards(descent.side());
    requireWeights(shards, network.maxWeight());
    requireArray(descent, shards);
    if (descent.stage().isEmpty()) {
      warnOfNoise(network.corruption(), shards, ofStage.progress());
    }
    JavaSparkContext spark = shards.spark();
    ExecutorArithmetic computing = ClusterArithmetic.require(spark);
    Arithmetic arithmetic = computing.arithmetic();
    ofStage.progress().accept("training with " + arithmetic.text() + computing.fallBacks());
    // the trainer takes it out, so that it can be freed: it is as large as the state
    AtomicReference<Checkpoint> checkpoint =
        new AtomicReference<>(ofStage.checkpoints().flatMap(Checkpoints::latest).orElse(null));
    TrainSettings wanted = of(descent);
    warnOfDraws(wanted.plan().sampled(), network.items(), ofStage.progress());
    WorkerCount.Found found =
        new WorkerCount(spark, network, drawingFrom(network.items(), wanted), shards, ofStage)
            .find(RoundCheckpointer.workers(checkpoint.get()));
    requireMemory(network, found.settings(), shards, ofStage.progress());
    int workers = found.settings().plan().averaging().workers();
    support.log().started(workers, arithmetic.text(), computing.products());
    TrainingSupport finishing = ofStage.finishing(descent.finish());
    Trainer trainer =
        new Trainer(
            network, found, arithmetic, finishing, shards, frequencies(descent.side(), shards));
    try {
      return descent.finish().apply(trainer.run(descent.initial(), checkpoint));
    } catch (TrainingFailedException e) {
      throw e.finished(
          descent.finish()); // the last good parameters are stored like any other model
    }
  }

  @Override
  public Parameters initial(Network network) {
    ItemFrequencies ofUsers = frequencies(Side.USERS, shards(Side.USERS));
    return Parameters.of(Trainer.initial(network, settings, ofUsers));
  }

  private ItemFrequencies frequencies(Side side, Shards shards) {
    if (side == Side.ITEMS) {
      return ItemCounts.frequencies(shards);
    }
    if (frequencies == null) {
      frequencies = ItemCounts.frequencies(shards);
    }
    return frequencies;
  }

  /** Requires that vectors of users, or codes of items, fit into one array. */
  private void requireArray(Descent descent, Shards shards) {
    Network network = descent.network();
    boolean users = descent.side() == Side.USERS;
    MemoryCheck.array(
        recipe,
        users ? UserVectors.BLOCK : CODES,
        shards.users(),
        users ? network.userWidth() : network.codeWidth(),
        users ? "training users" : "items");
  }

  private void requireWeights(Shards shards, float most) {
    if (shards.leastWeight() < 0 && !isRatings) {
      throw new UnusableDataException(
          "Invalid weight for %s: %s (expected 0 or more, as it predicts no ratings). Set prepare.weights = binary, or raise prepare.min-rating"
              .formatted(recipe, shards.leastWeight()));
    }
    if (shards.mostWeight() > most) {
      throw new UnusableDataException(
          "Invalid weight for %s: %s (expected at most %s with its loss, the cross-entropy). Set prepare.weights = binary, or another loss"
              .formatted(recipe, shards.mostWeight(), most));
    }
  }

  @Override
  public float[] codes(Side side, Network network, Parameters parameters) {
    Shards shards = shards(side);
    String of = side == Side.USERS ? "training users" : "items";
    MemoryCheck.array(recipe, CODES, shards.users(), network.codeWidth(), of);
    return RowCodes.of(shards, network, parameters);
  }

  private void warnOfNoise(Corruption corruption, Shards shards, Consumer<String> progress) {
    double size = (double) shards.entries() / Math.max(1, shards.users());
    corruption
        .drowns(size)
        .ifPresent(
            why ->
                progress.accept("the noise of train.%s is too strong: %s".formatted(recipe, why)));
  }

  private static void warnOfDraws(SampledSoftmax sampled, int items, Consumer<String> progress) {
    if (sampled.isOn() && !sampled.over(items).isOn()) {
      progress.accept(
          "train.sampled-softmax.negatives is %2$d but the catalogue has %1$,d items; using the full softmax"
              .formatted(items, sampled.negatives()));
    }
  }

  private static TrainSettings drawingFrom(int items, TrainSettings wanted) {
    return wanted.with(wanted.plan().drawing(wanted.plan().sampled().over(items)));
  }

  /** Returns the settings of a stage; only stages with a softmax over items sample candidates. */
  private TrainSettings of(Descent descent) {
    if (descent.stage().isEmpty()) {
      return settings;
    }
    SampledSoftmax sampled =
        descent.network().isMultinomial() ? settings.plan().sampled() : SampledSoftmax.OFF;
    return settings.with(settings.plan().stage(descent.epochs().orElseThrow(), sampled));
  }

  private Shards shards(Side side) {
    if (side == Side.USERS) {
      return Shards.of(training);
    }
    if (itemRows == null) {
      itemRows = ItemRows.of(training).persist(StorageLevel.MEMORY_AND_DISK());
    }
    return Shards.of(itemRows, users(), items());
  }

  @Override
  public void close() {
    if (itemRows != null) {
      itemRows.unpersist(true);
    }
  }

  private void requireMemory(
      Network network, TrainSettings found, Shards shards, Consumer<String> progress) {
    RoundMemory memory = memory(network, found, shards);
    String remedy = WorkerMemory.remedy(network, shards.users());
    if (found.isLocal()) {
      requireMemory(memory.together(), remedy);
    } else {
      requireMemory(memory.driver(), remedy);
      MemoryCheck.executor(
          recipe, items(), memory.executor(), found.executorMemory().getAsLong(), remedy);
    }
    progress.accept(
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
}
