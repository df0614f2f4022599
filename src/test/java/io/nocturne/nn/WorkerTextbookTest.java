package io.nocturne.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.math.Activation;
import io.nocturne.math.Compute;
import io.nocturne.math.ParallelLoop;
import io.nocturne.math.SparseRows;
import io.nocturne.nn.batch.Corruption;
import io.nocturne.nn.batch.SampledSoftmax;
import io.nocturne.nn.layer.Annealing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Compares six epochs of a worker with the textbook's, from the same parameters and with the same
 * draws. As Adam normalizes gradients, rounding moves even parameters with tiny gradients by full
 * steps; so the test compares the distance of all parameters with the distance that they have
 * moved.
 */
class WorkerTextbookTest {
  private static final int ITEMS = 37;
  private static final int EPOCHS = 6;
  private static final Corruption CORRUPTION = new Corruption(true, .4);

  /** 23 in batches of 8, 8 and 7. */
  private static final SparseRows HISTORIES = RandomHistories.of(4, 23, ITEMS, .2);

  private static final Network DAE =
      Network.over(ITEMS).corrupted(CORRUPTION).dense(7, Activation.TANH).code().multinomial();

  private static Textbook textbookDae() {
    return new Textbook(ITEMS).dense(7, Activation.TANH).dense(ITEMS, Activation.IDENTITY);
  }

  private static Network vae(Annealing annealing) {
    return Network.over(ITEMS)
        .corrupted(CORRUPTION)
        .dense(6, Activation.TANH)
        .gaussianCode(4, annealing)
        .dense(6, Activation.TANH)
        .multinomial();
  }

  private static Textbook textbookVae() {
    return new Textbook(ITEMS)
        .dense(6, Activation.TANH)
        .gaussianCode(4)
        .dense(6, Activation.TANH)
        .dense(ITEMS, Activation.IDENTITY);
  }

  /**
   * The distance of both results over the distance that the textbook's has moved; also compares
   * losses.
   */
  private static double distance(Network network, Plan plan, TextbookTraining textbook) {
    TrainingState state =
        TrainingState.initial(network.initialize(2, new ParallelLoop(1)), plan.optimizer());
    double[] start = textbook.theta().clone();
    try (ParallelLoop loop = new ParallelLoop(2);
        Worker worker =
            new Worker(
                network,
                plan,
                HISTORIES,
                RandomHistories.counts(HISTORIES),
                HISTORIES.rows(),
                state,
                Compute.on(loop))) {
      for (int epoch = 0; epoch < EPOCHS; epoch++) {
        double expected = textbook.epoch(11);
        assertEquals(expected, worker.epoch(11), 1e-2 * expected, "loss of epoch " + epoch);
      }
    }
    assertEquals(EPOCHS * 23, state.examples());
    assertEquals(EPOCHS, state.epochs());
    float[] theta = FlatParameters.of(state);
    double apart = 0;
    double gone = 0;
    for (int k = 0; k < start.length; k++) {
      apart += Math.pow(theta[k] - textbook.theta()[k], 2);
      gone += Math.pow(textbook.theta()[k] - start[k], 2);
    }
    return Math.sqrt(apart / gone);
  }

  private static TextbookTraining textbook(Network network, Textbook model, int code, Plan plan) {
    float[] initial = FlatParameters.of(network.initialize(2, new ParallelLoop(1)));
    return new TextbookTraining(model, HISTORIES, CORRUPTION, code, plan, initial);
  }

  private static Plan plan(double weightDecay, int negatives) {
    SampledSoftmax sampled = new SampledSoftmax(negatives, .6, .3);
    return new Plan(EPOCHS, 1, 1, 8, .01, weightDecay, sampled);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", ".02, 0", ".02, 6"})
  void denoisingAutoencoderMatchesTheTextbook(double decay, int negatives) {
    Plan plan = plan(decay, negatives);
    assertEquals(0, distance(DAE, plan, textbook(DAE, textbookDae(), 0, plan)), 1e-4);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", ".02, 0", "0, 6"})
  void variationalAutoencoderMatchesTheTextbook(double decay, int negatives) {
    Plan plan = plan(decay, negatives);
    Network network = vae(new Annealing(.8, 60));
    assertEquals(0, distance(network, plan, textbook(network, textbookVae(), 4, plan)), 1e-4);
  }

  /** Shows that the comparison detects other trainings. */
  @Test
  void otherTrainingsAreFarApart() {
    Plan plan = plan(0, 0);
    Network network = vae(new Annealing(.8, 60));
    TextbookTraining annealedSooner = textbook(network, textbookVae(), 4, plan);
    annealedSooner.annealing = 50;
    assertTrue(distance(network, plan, annealedSooner) > 1e-3);
    TextbookTraining decayed = textbook(DAE, textbookDae(), 0, plan(1e-3, 0));
    assertTrue(distance(DAE, plan, decayed) > 1e-3);
  }
}
