package io.nocturne.model.recipe;

import io.nocturne.math.ParallelLoop;
import io.nocturne.math.SparseRows;
import io.nocturne.math.SymmetricTiles;
import io.nocturne.model.Descent;
import io.nocturne.model.Parameters;
import io.nocturne.model.Side;
import io.nocturne.model.TrainingData;
import io.nocturne.nn.Compute;
import io.nocturne.nn.ItemFrequencies;
import io.nocturne.nn.Network;
import io.nocturne.nn.Plan;
import io.nocturne.nn.SampledSoftmax;
import io.nocturne.nn.TrainingState;
import io.nocturne.nn.Worker;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Trains by one worker in this JVM, and keeps what it was asked for. */
final class TaughtData implements TrainingData {
  private static final Plan PLAN = new Plan(4, 1, 1, 5, .01, .01, SampledSoftmax.OFF);
  private static final long SEED = 8;

  final List<Descent> descents = new ArrayList<>();

  /** What each of them has come to. */
  final List<Parameters> learnt = new ArrayList<>();

  final List<String> told = new ArrayList<>();
  private final SparseRows histories;

  TaughtData(SparseRows histories) {
    this.histories = histories;
  }

  @Override
  public int items() {
    return histories.columns();
  }

  @Override
  public float[] itemCounts() {
    float[] counts = new float[items()];
    for (int k = 0; k < histories.nonZeros(); k++) {
      counts[histories.index(k)]++;
    }
    return counts;
  }

  @Override
  public SymmetricTiles gram() {
    throw new UnsupportedOperationException("Only closed forms ask for it; this trains networks");
  }

  @Override
  public int users() {
    return histories.rows();
  }

  @Override
  public Parameters descend(Descent descent) {
    Network network = descent.network();
    Plan plan = PLAN.stage(descent.epochs().orElse(PLAN.epochs()), PLAN.sampled());
    try (ParallelLoop loop = new ParallelLoop(1)) {
      float[] theta = descent.initial().orElseGet(() -> initial(network)).flat();
      TrainingState state = TrainingState.initial(theta, plan.optimizer());
      try (Worker worker =
          new Worker(network, plan, histories, itemCounts(), users(), state, Compute.on(loop))) {
        for (int epoch = 0; epoch < plan.epochs(); epoch++) {
          worker.epoch(SEED);
        }
      }
      descents.add(descent);
      learnt.add(Parameters.ofFlat(state.theta()));
    }
    return descent.finish().apply(learnt.get(learnt.size() - 1));
  }

  @Override
  public float[] codes(Side side, Network network, Parameters parameters) {
    throw new UnsupportedOperationException("Only recipes that keep codes ask for them");
  }

  @Override
  public Parameters initial(Network network) {
    ItemFrequencies frequencies = ItemFrequencies.of(itemCounts(), users());
    return Parameters.ofFlat(network.initialize(SEED, frequencies, new ParallelLoop(1)));
  }

  @Override
  public int threads() {
    return 1;
  }

  @Override
  public Consumer<String> progress() {
    return told::add;
  }

  @Override
  public void requireMemory(long bytes, String remedy) {}
}
