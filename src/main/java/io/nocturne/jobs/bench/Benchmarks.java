package io.nocturne.jobs.bench;

import io.nocturne.math.Activation;
import io.nocturne.math.SparseRows;
import io.nocturne.nn.Network;
import io.nocturne.nn.Plan;
import io.nocturne.nn.batch.Corruption;
import io.nocturne.nn.batch.SampledSoftmax;
import io.nocturne.nn.layer.Annealing;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The benchmarks by their names; each measures this machine, now. {@code nightly} is run by the
 * command itself.
 */
public final class Benchmarks {
  /** The names of all benchmarks. */
  public static final Set<String> NAMES =
      new TreeSet<>(List.of("sgemm", "step", "epochs", "sampled-softmax", "index", "nightly"));

  private static final int BATCH = 500;
  private static final int WIDTH = 600;
  private static final int CODE = 200;
  private static final double LEARNING_RATE = 1e-3;

  /** As many items as MovieLens 20M has in Liang's split. */
  private static final int STEP_ITEMS = 20_108;

  private static final int INTERACTIONS = 70;
  private static final int STEPS = 8;
  private static final SampledSoftmax SAMPLED = new SampledSoftmax(8192, 0.5, 0.1);

  private final int threads;
  private final Supplier<SparseRows> split;
  private final IndexedCodes codes;

  /**
   * @param split the training histories of the data set whose epochs are timed
   * @param codes what is indexed
   */
  public Benchmarks(int threads, Supplier<SparseRows> split, IndexedCodes codes) {
    this.threads = threads;
    this.split = split;
    this.codes = codes;
  }

  /** Runs the named benchmarks one after another, and reports the figures of each. */
  public void run(List<String> names, Consumer<Figures> each) {
    names.forEach(name -> run(name).forEach(each));
  }

  private List<Figures> run(String name) {
    return switch (name) {
      case "sgemm" -> List.of(SgemmBench.run(threads));
      case "step" -> List.of(step());
      case "epochs" -> List.of(epochs());
      case "sampled-softmax" -> List.of(sampled(200_000), sampled(1_000_000));
      case "index" -> codes.run(threads);
      default ->
          throw new IllegalArgumentException(
              "Unknown benchmark: %s (expected some of %s)".formatted(name, NAMES));
    };
  }

  private Figures step() {
    SparseRows rows = RandomRows.of(STEPS * BATCH, STEP_ITEMS, INTERACTIONS, 1);
    return new TrainingBench(multVae(STEP_ITEMS), plan(SampledSoftmax.OFF), rows, threads)
        .run(
            "Mult-VAE step, %,d items, batch %d, widths %d and %d"
                .formatted(STEP_ITEMS, BATCH, WIDTH, CODE),
            4,
            7);
  }

  private Figures epochs() {
    SparseRows rows = split.get();
    return new TrainingBench(multVae(rows.columns()), plan(SampledSoftmax.OFF), rows, threads)
        .run(
            "Mult-VAE epochs, %,d users x %,d items, batch %d"
                .formatted(rows.rows(), rows.columns(), BATCH),
            10,
            21);
  }

  private Figures sampled(int items) {
    SparseRows rows = RandomRows.of(STEPS * BATCH, items, INTERACTIONS, 3);
    Network network =
        Network.over(items)
            .corrupted(new Corruption(true, .5))
            .dense(List.of(CODE), Activation.TANH)
            .code()
            .multinomial();
    return new TrainingBench(network, plan(SAMPLED), rows, threads)
        .run(
            "Mult-DAE with sampled softmax, %,d items, batch %d, width %d, %,d negatives"
                .formatted(items, BATCH, CODE, SAMPLED.negatives()),
            6,
            5);
  }

  private static Network multVae(int items) {
    return Network.over(items)
        .corrupted(new Corruption(true, .5))
        .dense(List.of(WIDTH), Activation.TANH)
        .gaussianCode(CODE, new Annealing(.2, 10_000_000))
        .dense(List.of(WIDTH), Activation.TANH)
        .multinomial();
  }

  private static Plan plan(SampledSoftmax sampled) {
    return new Plan(1, 1, 1, BATCH, LEARNING_RATE, 0, sampled);
  }
}
