package io.nocturne.model;

import io.nocturne.config.Configuration;
import io.nocturne.math.Compute;
import io.nocturne.math.ParallelLoop;
import io.nocturne.math.SparseRows;
import io.nocturne.math.SparseRowsBuilder;
import io.nocturne.nn.Inference;
import io.nocturne.nn.Network;
import io.nocturne.nn.Plan;
import io.nocturne.nn.WorkerMemory;
import io.nocturne.nn.batch.SampledSoftmax;
import io.nocturne.nn.parameter.BlockArray;
import io.nocturne.nn.parameter.ItemFrequencies;
import io.nocturne.nn.parameter.Parameters;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Training rows in the memory of this JVM, on which a recipe trains with one worker and without
 * Spark: {@code Recipes.of("mult-vae").train(LocalData.of(histories))}. A cluster that trains with
 * one worker gives the same bits. Without a validation a network trains for all epochs of its plan.
 * Instances are immutable.
 */
public final class LocalData implements TrainingData {
  /** The number of rows that are encoded together, as on a cluster. */
  private static final int ENCODED_TOGETHER = 64;

  private final SparseRows histories;
  private final Plan plan;
  private final long seed;
  private final int threads;
  private final Optional<Validation> validation;
  private final Consumer<String> progress;

  private LocalData(
      SparseRows histories,
      Plan plan,
      long seed,
      int threads,
      Optional<Validation> validation,
      Consumer<String> progress) {
    this.histories = histories;
    this.plan = plan;
    this.seed = seed;
    this.threads = threads;
    this.validation = validation;
    this.progress = progress;
  }

  /**
   * Training rows with the default plan and seed, on all processors, without progress messages.
   *
   * @param histories a row for each training user, a column for each item, weights of 0 or more
   *     (any sign for recipes that predict ratings)
   */
  public static LocalData of(SparseRows histories) {
    Configuration defaults = Configuration.defaults();
    return new LocalData(
        histories,
        Plan.of(defaults),
        defaults.integer("seed"),
        Runtime.getRuntime().availableProcessors(),
        Optional.empty(),
        line -> {});
  }

  /**
   * The same data with another plan.
   *
   * @throws IllegalArgumentException if it is for several workers
   */
  public LocalData with(Plan other) {
    if (other.averaging().workers() > 1) {
      throw new IllegalArgumentException(
          "Invalid train.workers: %d (expected 1 or auto: without Spark there is one worker)"
              .formatted(other.averaging().workers()));
    }
    return new LocalData(histories, other, seed, threads, validation, progress);
  }

  /** The same data with another seed. */
  public LocalData withSeed(long other) {
    return new LocalData(histories, plan, other, threads, validation, progress);
  }

  /** The same data on another number of threads, which does not change what is trained. */
  public LocalData withThreads(int count) {
    return new LocalData(histories, plan, seed, count, validation, progress);
  }

  /**
   * The same data with a validation, which ends a training by the plan's patience and decides which
   * round is kept.
   */
  public LocalData validatedBy(Validation other) {
    return new LocalData(histories, plan, seed, threads, Optional.of(other), progress);
  }

  /** The same data with a listener: a line for each epoch, and for each stage of a recipe. */
  public LocalData withProgress(Consumer<String> listener) {
    return new LocalData(histories, plan, seed, threads, validation, listener);
  }

  @Override
  public int items() {
    return histories.columns();
  }

  @Override
  public int users() {
    return histories.rows();
  }

  @Override
  public float[] itemCounts() {
    return totals(histories).counts();
  }

  @Override
  public float[] itemSums() {
    return totals(histories).sums();
  }

  private static ItemTotals totals(SparseRows rows) {
    ItemTotals totals = new ItemTotals(rows.columns());
    for (int k = 0; k < rows.nonZeros(); k++) {
      totals.add(rows.index(k), rows.value(k));
    }
    return totals;
  }

  @Override
  public RowProducts products() {
    return new LocalProducts(histories, threads);
  }

  @Override
  public Parameters descend(Descent descent) {
    Network network = descent.network();
    requireWeights(network);
    SparseRows rows = rows(descent.side());
    ItemFrequencies frequencies = totals(rows).frequencies(count(descent.side()));
    Plan plan = plan(descent);
    requireMemory(memory(network, plan, rows), WorkerMemory.remedy(network, rows.rows()));
    try (ParallelLoop loop = new ParallelLoop(threads)) {
      List<BlockArray> initial =
          descent
              .initial()
              .map(given -> copies(given.arrays(network.blocks())))
              .orElseGet(() -> network.initialize(seed, frequencies, loop));
      Optional<Validation> finished =
          validation.filter(any -> descent.stage().isEmpty()).map(of -> of.after(descent.finish()));
      LocalTraining training =
          new LocalTraining(network, plan, rows, frequencies, seed, finished, progress(descent));
      return descent.finish().apply(training.run(initial, Compute.on(loop)));
    }
  }

  /** The worker, the best parameters so far, and the mean of those after epochs. */
  private long memory(Network network, Plan plan, SparseRows rows) {
    int copies = plan.optimization().averageFromEpoch() > 0 ? 2 : 1;
    return WorkerMemory.bytes(network, plan, rows.rows(), rows.nonZeros(), threads)
        + copies * network.parameters() * Float.BYTES;
  }

  /** Copies blocks, as training changes its initial parameters. */
  private static List<BlockArray> copies(List<BlockArray> arrays) {
    return arrays.stream()
        .map(array -> new BlockArray(array.shape(), array.number(), array.floats().clone()))
        .toList();
  }

  private void requireWeights(Network network) {
    for (int k = 0; k < histories.nonZeros(); k++) {
      if (histories.value(k) > network.maxWeight()) {
        throw new IllegalArgumentException(
            "Invalid weight: %s (expected at most %s with this loss, the cross-entropy)"
                .formatted(histories.value(k), network.maxWeight()));
      }
    }
  }

  /** Candidates are drawn in the stages that have scores of items to draw them for. */
  private Plan plan(Descent descent) {
    Network network = descent.network();
    boolean isLast = descent.stage().isEmpty();
    if (isLast) {
      plan.sampled().require("this recipe", network.isMultinomial());
    }
    SampledSoftmax sampled =
        network.isMultinomial() ? plan.sampled().over(network.items()) : SampledSoftmax.OFF;
    Plan wanted =
        isLast ? plan.drawing(sampled) : plan.stage(descent.epochs().orElseThrow(), sampled);
    return wanted.with(wanted.averaging().with(1));
  }

  private Consumer<String> progress(Descent descent) {
    String prefix = descent.stage().map(stage -> stage + ": ").orElse("");
    return line -> progress.accept(prefix + line);
  }

  /** The rows to train on; over items, those that some user has. */
  private SparseRows rows(Side side) {
    return side == Side.USERS ? histories : itemRows().build();
  }

  private int count(Side side) {
    return side == Side.USERS ? users() : items();
  }

  private SparseRowsBuilder itemRows() {
    SparseRows items = histories.transposed();
    SparseRowsBuilder rows = SparseRows.builder(users());
    for (int item = 0; item < items.rows(); item++) {
      if (items.end(item) > items.start(item)) {
        rows.add(items.indices(item), items.values(item), item);
      }
    }
    return rows;
  }

  @Override
  public float[] codes(Side side, Network network, Parameters parameters) {
    SparseRows rows = rows(side);
    int width = network.codeWidth();
    float[] all = new float[Math.multiplyExact(count(side), width)];
    try (ParallelLoop loop = new ParallelLoop(threads)) {
      Inference inference = new Inference(network, parameters, Compute.on(loop));
      for (int first = 0; first < rows.rows(); first += ENCODED_TOGETHER) {
        int end = Math.min(rows.rows(), first + ENCODED_TOGETHER);
        SparseRowsBuilder batch = SparseRows.builder(rows.columns());
        for (int row = first; row < end; row++) {
          batch.add(rows.indices(row), rows.values(row));
        }
        float[] codes = new float[(end - first) * width];
        inference.encode(batch.build(), codes);
        for (int row = first; row < end; row++) {
          int to = side == Side.USERS ? row : rows.owner(row);
          System.arraycopy(codes, (row - first) * width, all, to * width, width);
        }
      }
    }
    return all;
  }

  @Override
  public Parameters initial(Network network) {
    try (ParallelLoop loop = new ParallelLoop(threads)) {
      ItemFrequencies frequencies = totals(histories).frequencies(users());
      return Parameters.of(network.initialize(seed, frequencies, loop));
    }
  }

  @Override
  public int threads() {
    return threads;
  }

  @Override
  public Consumer<String> progress() {
    return progress;
  }

  @Override
  public void requireMemory(long bytes, String remedy) {
    long most = Runtime.getRuntime().maxMemory();
    if (bytes > 0.9 * most) {
      throw new IllegalStateException(
          "Not enough memory: %,d MiB are needed and the heap has %,d. Raise -Xmx, or %s"
              .formatted(bytes >> 20, most >> 20, remedy));
    }
  }
}
