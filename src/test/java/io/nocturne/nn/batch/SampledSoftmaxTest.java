package io.nocturne.nn.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.math.SparseRows;
import io.nocturne.math.SplitMix64;
import io.nocturne.nn.EpochDraws;
import io.nocturne.nn.RandomHistories;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SampledSoftmaxTest {
  private static final int ITEMS = 24;
  private static final int USERS = 3000;
  private static final int BATCH = 20;
  private static final SampledSoftmax SETTINGS = new SampledSoftmax(12, .7, .2);

  /** The share of histories with item i falls from 0.3 to nearly 0. */
  private static SparseRows histories() {
    SplitMix64 random = new SplitMix64(3);
    var rows = SparseRows.builder(ITEMS);
    for (int user = 0; user < USERS; user++) {
      rows.add(
          IntStream.range(0, ITEMS)
              .filter(i -> random.nextDouble() < .3 / (1 + i) / (1 + i))
              .toArray());
    }
    return rows.build();
  }

  private static Set<Integer> items(SparseRows rows, int row) {
    Set<Integer> items = new HashSet<>();
    for (int k = rows.start(row); k < rows.end(row); k++) {
      items.add(rows.index(k));
    }
    return items;
  }

  private static double[] mixture(float[] counts, double alpha, double uniformShare) {
    double sum = 0;
    double[] mixture = new double[counts.length];
    for (int i = 0; i < counts.length; i++) {
      mixture[i] = Math.pow(counts[i], alpha);
      sum += mixture[i];
    }
    for (int i = 0; i < counts.length; i++) {
      mixture[i] = (1 - uniformShare) * mixture[i] / sum + uniformShare / counts.length;
    }
    return mixture;
  }

  private static double chiSquare(int[] observed, double[] probabilities) {
    int draws = Arrays.stream(observed).sum();
    double sum = 0;
    for (int i = 0; i < observed.length; i++) {
      double expected = draws * probabilities[i];
      sum += (observed[i] - expected) * (observed[i] - expected) / expected;
    }
    return sum;
  }

  /** Chi-square of 23 degrees of freedom has mean 23 and deviation sqrt(46) = 6.8. */
  @Test
  void drawsFollowTheMixture() {
    float[] counts = RandomHistories.counts(histories());
    NegativeSampler sampler = new NegativeSampler(SETTINGS, counts, USERS, BATCH);
    SplitMix64 random = new SplitMix64(1);
    int[] observed = new int[ITEMS];
    for (int draw = 0; draw < 200_000; draw++) {
      observed[sampler.draw(random)]++;
    }
    double right = chiSquare(observed, mixture(counts, .7, .2));
    assertTrue(right < 23 + 4 * 6.8, "chi-square " + right);
    assertTrue(chiSquare(observed, mixture(counts, .7, .15)) > 200);
    assertTrue(chiSquare(observed, mixture(counts, .75, .2)) > 200);
  }

  /** The batches of one epoch after another, each in a new order. */
  private static final class Batches {
    final SparseRows rows = histories();
    final NegativeSampler sampler =
        new NegativeSampler(SETTINGS, RandomHistories.counts(rows), USERS, BATCH);
    final Batch batch = new Batch();
    private final BatchMaker maker =
        new BatchMaker(rows, new Corruption(true, .5), new HistoryTargets(), sampler, false);
    private int[] order;
    private int made;

    void next() {
      int perEpoch = USERS / BATCH;
      if (made % perEpoch == 0) {
        order = new EpochDraws(9, made / perEpoch, USERS).order();
      }
      maker.make(order, from(), from() + BATCH, made, batch);
      made++;
    }

    private int from() {
      return made % (USERS / BATCH) * BATCH;
    }

    /** The statistics of the last batch. */
    int row(int r) {
      return order[(made - 1) % (USERS / BATCH) * BATCH + r];
    }
  }

  /**
   * The share of the rows without an item for which it is a candidate. The rows of a batch share
   * their candidates, so the deviation is that of one draw per batch.
   */
  @Test
  void candidatesMatchTheirInclusionProbability() {
    int count = 6000;
    Batches batches = new Batches();
    double[] included = new double[ITEMS];
    double[] strangers = new double[ITEMS];
    for (int b = 0; b < count; b++) {
      batches.next();
      boolean[] candidate = new boolean[ITEMS];
      for (int c = 0; c < batches.batch.tiles.columns(); c++) {
        candidate[batches.batch.candidates[c]] = true;
      }
      for (int r = 0; r < BATCH; r++) {
        Set<Integer> met = items(batches.rows, batches.row(r));
        for (int i = 0; i < ITEMS; i++) {
          if (!met.contains(i)) {
            strangers[i]++;
            included[i] += candidate[i] ? 1 : 0;
          }
        }
      }
    }
    for (int i = 0; i < ITEMS; i++) {
      double p = Math.exp(batches.sampler.logInclusion(i));
      double deviation = Math.sqrt(p * (1 - p) / count);
      assertEquals(p, included[i] / strangers[i], 4 * deviation, "item " + i);
    }
    double most = Math.exp(batches.sampler.logInclusion(0));
    double least = Math.exp(batches.sampler.logInclusion(ITEMS - 1));
    assertTrue(most > .99 && least < .25, "both kinds are there: " + most + " " + least);
  }

  /** Within four deviations of the mean; without the correction it would be far lower. */
  @Test
  void sumOfExponentialsIsUnbiased() {
    Batches batches = new Batches();
    double[] scores = new double[ITEMS];
    SplitMix64 random = new SplitMix64(2);
    double full = 0;
    for (int i = 0; i < ITEMS; i++) {
      scores[i] = random.nextGaussian();
      full += Math.exp(scores[i]);
    }
    int count = 6000;
    double sum = 0;
    double squares = 0;
    double uncorrected = 0;
    for (int b = 0; b < count; b++) {
      batches.next();
      Set<Integer> met = items(batches.rows, batches.row(b % BATCH));
      double estimate = 0;
      for (int c = 0; c < batches.batch.tiles.columns(); c++) {
        int item = batches.batch.candidates[c];
        double log = met.contains(item) ? 0 : batches.batch.logInclusion[c];
        estimate += Math.exp(scores[item] - log);
        uncorrected += Math.exp(scores[item]) / count;
      }
      sum += estimate;
      squares += estimate * estimate;
    }
    double mean = sum / count;
    double deviation = Math.sqrt((squares / count - mean * mean) / count);
    assertTrue(deviation < .02 * full, "precise enough to tell: " + deviation);
    assertEquals(full, mean, 4 * deviation);
    assertTrue(uncorrected < .8 * full);
  }

  @Test
  void everyItemCanBeDrawn() {
    float[] counts = new float[5];
    counts[2] = 1e6f;
    NegativeSampler sampler =
        new NegativeSampler(new SampledSoftmax(1, 2, .1), counts, 1_000_000, 1);
    Set<Integer> drawn = new HashSet<>();
    SplitMix64 random = new SplitMix64(1);
    for (int draw = 0; draw < 1000; draw++) {
      drawn.add(sampler.draw(random));
    }
    assertEquals(Set.of(0, 1, 2, 3, 4), drawn);
    // drawn once, from 0.9 of popularity and 0.02 of the uniform distribution
    assertEquals(Math.log(.02), sampler.logInclusion(0), 1e-6);
    assertEquals(Math.log(.92), sampler.logInclusion(2), 1e-6);
  }

  @Test
  void drawsAreUniformWithoutInteractions() {
    NegativeSampler sampler = new NegativeSampler(new SampledSoftmax(1, 1, .1), new float[4], 0, 3);
    assertEquals(Math.log(.25), sampler.logInclusion(3), 1e-6);
    assertEquals(
        0.0, new NegativeSampler(SETTINGS, new float[1], 0, 3).logInclusion(0), "always drawn");
  }

  /** As many draws as items would cost more than the full softmax. */
  @Test
  void requiresFewerDrawsThanItems() {
    SampledSoftmax sampled = new SampledSoftmax(100, .5, .1);
    assertEquals(sampled, sampled.over(101));
    assertEquals(SampledSoftmax.OFF, sampled.over(100));
    assertEquals(SampledSoftmax.OFF, new SampledSoftmax(Integer.MAX_VALUE, .5, .1).over(1 << 30));
    assertEquals(SampledSoftmax.OFF, SampledSoftmax.OFF.over(0));
  }
}
