package io.nocturne.nn.parameter;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.math.Activation;
import io.nocturne.math.ParallelLoop;
import io.nocturne.math.SparseRows;
import io.nocturne.math.SplitMix64;
import io.nocturne.nn.FlatParameters;
import io.nocturne.nn.Network;
import io.nocturne.nn.NetworkBuilder;
import io.nocturne.nn.RandomHistories;
import io.nocturne.nn.batch.Batch;
import io.nocturne.nn.batch.BatchMaker;
import io.nocturne.nn.batch.Corruption;
import io.nocturne.nn.batch.DrawnTargets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The initial biases of logistic outputs. */
class ItemFrequenciesTest {
  private static final int ITEMS = 40;
  private static final int WIDTH = 3;
  private static final long SEED = 6;

  private static NetworkBuilder builder() {
    return Network.over(ITEMS).dense(WIDTH, Activation.TANH).code();
  }

  private static float[] biases(Network network, ItemFrequencies frequencies) {
    float[] theta = FlatParameters.of(network.initialize(SEED, frequencies, new ParallelLoop(1)));
    return Arrays.copyOfRange(theta, theta.length - ITEMS, theta.length);
  }

  /** By hand: (count + 1/2) / (rows - count + 1/2), for an item of no row and of all rows. */
  @Test
  void biasesAreSmoothedLogOdds() {
    float[] counts = new float[ITEMS];
    counts[1] = 10;
    counts[2] = 3;
    float[] biases = biases(builder().crossEntropy(), ItemFrequencies.of(counts, 10));
    assertEquals(Math.log(.5 / 10.5), biases[0], 1e-6);
    assertEquals(Math.log(10.5 / .5), biases[1], 1e-6);
    assertEquals(Math.log(3.5 / 7.5), biases[2], 1e-6);
  }

  /** Six rows of weight 1/4 count like 1.5 rows of weight 1. */
  @Test
  void frequenciesAreWeighted() {
    float[] counts = new float[ITEMS];
    float[] weights = new float[ITEMS];
    counts[0] = 6;
    weights[0] = 1.5f;
    Network network = builder().crossEntropy();
    float[] biases = biases(network, new ItemFrequencies(counts, weights, 10));
    assertEquals(Math.log(2 / 9.0), biases[0], 1e-6);
    counts[0] = 1.5f;
    assertEquals(biases[0], biases(network, ItemFrequencies.of(counts, 10))[0]);
  }

  /**
   * Rows of four items with two negatives each: the biases are the log-odds of the targets, counted
   * here.
   */
  @Test
  void drawnTargetsHaveTheirOwnLogOdds() {
    int rows = 4000;
    var builder = SparseRows.builder(ITEMS);
    SplitMix64 random = new SplitMix64(4);
    for (int row = 0; row < rows; row++) {
      int first = random.nextInt(4); // items 0 to 3 are in 1/4 of the rows, 4 to 39 in 1/12
      int rest = 4 + 3 * random.nextInt(12);
      builder.add(new int[] {first, rest, rest + 1, rest + 2});
    }
    SparseRows histories = builder.build();
    Batch batch = new Batch();
    new BatchMaker(histories, new Corruption(false, 0), new DrawnTargets(2), null, false)
        .make(RandomHistories.inOrder(rows), 0, rows, 4, batch);
    int[] negatives = new int[ITEMS];
    for (int k = 0; k < batch.targetStarts()[batch.tiles().count()]; k++) {
      negatives[batch.targetColumns()[k]] += batch.targetWeights()[k] == 0 ? 1 : 0;
    }
    float[] counts = RandomHistories.counts(histories);
    Network network =
        Network.over(ITEMS).users().negatives(2).dense(WIDTH, Activation.TANH).logisticTargets();
    float[] biases = biases(network, ItemFrequencies.of(counts, rows));
    for (int item = 0; item < ITEMS; item++) {
      assertEquals(Math.log(counts[item] / negatives[item]), biases[item], .2, "item " + item);
    }
  }

  /** With all absent items as negatives, the log-odds are those of all items. */
  @Test
  void drawsAtMostAllAbsentItems() {
    float[] counts = RandomHistories.counts(RandomHistories.of(2, 30, ITEMS, .3));
    ItemFrequencies frequencies = ItemFrequencies.of(counts, 30);
    assertArrayEquals(
        biases(builder().crossEntropy(), frequencies),
        biases(builder().negatives(Integer.MAX_VALUE).logisticTargets(), frequencies));
  }

  /** The mean gradient by a bias is mean p - mean x, which is 0 if p is the frequency. */
  @Test
  void initialGradientByTheBiasesIsZero() {
    SparseRows histories = RandomHistories.of(3, 200, ITEMS, .3);
    float[] counts = RandomHistories.counts(histories);
    float[] biases = biases(builder().crossEntropy(), ItemFrequencies.of(counts, 200));
    for (int item = 0; item < ITEMS; item++) {
      double p = 1 / (1 + Math.exp(-biases[item]));
      assertEquals(counts[item] / 200, p, .5 / 201, "the effect of smoothing");
    }
  }

  /** For other losses all parameters stay, for logistic ones all except the biases. */
  @Test
  void changesOnlyBiasesOfLogisticOutputs() {
    ItemFrequencies frequencies = ItemFrequencies.of(new float[ITEMS], 7);
    ParallelLoop loop = new ParallelLoop(1);
    for (Network network :
        new Network[] {
          builder().multinomial(),
          builder().squared(Activation.SIGMOID),
          builder().cosine(),
          builder().squaredObserved(Activation.IDENTITY, false)
        }) {
      assertArrayEquals(
          FlatParameters.of(network.initialize(SEED, loop)),
          FlatParameters.of(network.initialize(SEED, frequencies, loop)));
    }
    Network logistic = builder().crossEntropy();
    float[] plain = FlatParameters.of(logistic.initialize(SEED, loop));
    float[] started = FlatParameters.of(logistic.initialize(SEED, frequencies, loop));
    int weights = plain.length - ITEMS;
    assertArrayEquals(Arrays.copyOf(plain, weights), Arrays.copyOf(started, weights));
    assertTrue(started[weights] < -2, "no user has it");
  }

  @Test
  void biasesAreZeroWithoutRows() {
    ItemFrequencies none = ItemFrequencies.of(new float[ITEMS], 0);
    assertArrayEquals(new float[ITEMS], biases(builder().crossEntropy(), none));
    assertArrayEquals(new float[ITEMS], biases(builder().negatives(2).logisticTargets(), none));
  }
}
