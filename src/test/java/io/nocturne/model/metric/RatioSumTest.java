package io.nocturne.model.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RatioSumTest {
  private static final RatioMetric MEAN = new HitRate(1);

  private static final int USERS = 4000;

  /** [USERS x 2]: a coin of 0.3 and a uniform number, independent of the bootstrap's hash. */
  private static final double[][] VALUES = values();

  private static double[][] values() {
    SplittableRandom random = new SplittableRandom(5);
    double[][] values = new double[USERS][];
    for (int u = 0; u < USERS; u++) {
      values[u] = new double[] {random.nextDouble() < 0.3 ? 1 : 0, random.nextDouble()};
    }
    return values;
  }

  /** A sum for each value. */
  private static RatioSum[] of(long seed, int from, int to, int step) {
    RatioSum[] sums = {sum(seed, 1000), sum(seed, 1000)};
    for (int u = from; u < to; u += step) {
      add(sums, u);
    }
    return sums;
  }

  private static void add(RatioSum[] sums, int user) {
    sums[0].add(user, VALUES[user][0], 1);
    sums[1].add(user, VALUES[user][1], 1);
  }

  private static RatioSum sum(long seed, int replicates) {
    return new RatioSum(MEAN, new PoissonBootstrap(seed, replicates));
  }

  private static void merge(RatioSum[] sums, RatioSum[] next) {
    sums[0].merge(next[0]);
    sums[1].merge(next[1]);
  }

  private static void assertClose(RatioSum[] one, RatioSum[] other) {
    for (int m = 0; m < 2; m++) {
      assertEquals(one[m].users(), other[m].users());
      assertEquals(one[m].estimate().value(), other[m].estimate().value(), 1e-12);
      assertEquals(one[m].estimate().lower(), other[m].estimate().lower(), 1e-12);
      assertEquals(one[m].estimate().upper(), other[m].estimate().upper(), 1e-12);
    }
  }

  /** Each replicate is the ratio of its own sums, computed here user by user. */
  @Test
  void replicatesAreRatiosOfTheirSums() {
    RatioSum sum = new RatioSum(new Rmse(), new PoissonBootstrap(7, 6));
    RatioSum rest = new RatioSum(new Rmse(), new PoissonBootstrap(7, 6));
    double[][] sums = new double[6][2];
    double[] all = new double[2];
    double[] weights = new double[6];
    for (int user = 0; user < 9; user++) {
      double[] values = {user * user, 1 + user % 3};
      (user < 4 ? sum : rest).add(user, values[0], values[1]);
      PoissonWeights.fill(7, user, weights);
      for (int m = 0; m < 2; m++) {
        all[m] += values[m];
        for (int r = 0; r < 6; r++) {
          sums[r][m] += weights[r] * values[m];
        }
      }
    }
    sum.merge(rest);
    double[] roots = Arrays.stream(sums).mapToDouble(s -> Math.sqrt(s[0] / s[1])).toArray();
    Estimate expected = Estimate.percentile(Math.sqrt(all[0] / all[1]), roots);
    assertEquals(expected.toString(), sum.estimate().toString());
    assertTrue(expected.lower() < expected.upper());
    RatioSum nothing = sum(7, 6);
    nothing.add(1, 0, 0);
    assertThrows(IllegalStateException.class, nothing::estimate);
  }

  /** The draws of a block are shared; those of a user do not depend on earlier calls. */
  @Test
  void sharedBootstrapGivesTheSameDraws() {
    PoissonBootstrap shared = new PoissonBootstrap(3, 5);
    RatioSum one = new RatioSum(MEAN, shared);
    RatioSum other = new RatioSum(MEAN, shared);
    RatioSum alone = sum(3, 5);
    for (int user = 0; user < 50; user++) {
      one.add(user, VALUES[user][1], 1);
      if (user % 3 == 0) {
        other.add(user, VALUES[user][1], 1);
        alone.add(user, VALUES[user][1], 1);
      }
    }
    assertEquals(alone.estimate().toString(), other.estimate().toString());
    assertNotEquals(one.estimate().toString(), other.estimate().toString());
  }

  @Test
  void noIntervalWithoutBootstrap() {
    RatioSum sum = new RatioSum(MEAN);
    sum.add(3, .5, 1);
    sum.add(4, .25, 1);
    assertEquals("0.375", sum.estimate().toString());
    assertFalse(sum.estimate().hasInterval());
    assertThrows(IllegalArgumentException.class, () -> sum.merge(sum(1, 5)));
  }

  @Test
  void agreesWithTheNormalApproximation() {
    RatioSum[] sums = of(1, 0, USERS, 1);
    for (int m = 0; m < 2; m++) {
      double sum = 0;
      double squares = 0;
      for (double[] value : VALUES) {
        sum += value[m];
        squares += value[m] * value[m];
      }
      double mean = sum / USERS;
      double half = 1.959964 * Math.sqrt((squares / USERS - mean * mean) / USERS);
      Estimate estimate = sums[m].estimate();
      assertEquals(mean, estimate.value(), 1e-12);
      // the 2.5 % point of 1000 draws has a standard error of .084 half widths; four of them
      assertEquals(mean - half, estimate.lower(), 0.34 * half);
      assertEquals(mean + half, estimate.upper(), 0.34 * half);
    }
  }

  @Test
  void resultDoesNotDependOnPartitions() {
    RatioSum[] whole = of(1, 0, USERS, 1);
    RatioSum[] halves = of(1, 0, USERS / 2, 1);
    merge(halves, of(1, USERS / 2, USERS, 1));
    assertClose(whole, halves);
    RatioSum[] interleaved = of(1, 1, USERS, 2);
    merge(interleaved, of(1, 0, USERS, 2));
    assertClose(whole, interleaved);
  }

  @Test
  void survivesSerializationBetweenAdds() throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new ObjectOutputStream(bytes).writeObject(of(1, 0, USERS / 2, 1));
    ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()));
    RatioSum[] resumed = (RatioSum[]) in.readObject();
    for (int u = USERS / 2; u < USERS; u++) {
      add(resumed, u);
    }
    assertClose(of(1, 0, USERS, 1), resumed);
  }

  @Test
  void anotherSeedChangesOnlyTheInterval() {
    Estimate one = of(1, 0, USERS, 1)[0].estimate();
    Estimate other = of(2, 0, USERS, 1)[0].estimate();
    assertEquals(one.value(), other.value());
    assertNotEquals(one.lower(), other.lower());
  }

  @Test
  void intervalOfOneUserIsAPoint() {
    RatioSum sum = sum(1, 1);
    sum.add(17, 0.25, 1);
    assertTrue(sum.estimate().hasInterval());
    assertEquals(0.25, sum.estimate().lower());
    assertEquals(0.25, sum.estimate().upper());
  }

  @Test
  void rejectsSumsThatDoNotFit() {
    assertThrows(IllegalArgumentException.class, () -> new PoissonBootstrap(1, 0));
    assertThrows(IllegalStateException.class, () -> sum(1, 1).estimate());
    assertThrows(IllegalArgumentException.class, () -> sum(1, 1).merge(sum(2, 1)));
    assertThrows(IllegalArgumentException.class, () -> sum(1, 1).merge(sum(1, 2)));
    RatioSum other = new RatioSum(new HitRate(2), new PoissonBootstrap(1, 1));
    assertThrows(IllegalArgumentException.class, () -> sum(1, 1).merge(other));
  }

  @Test
  void weightsArePoissonDistributed() {
    double[] weights = new double[1000];
    double[] counts = new double[5];
    double sum = 0;
    for (int user = 0; user < 1000; user++) {
      PoissonWeights.fill(9, user, weights);
      for (double weight : weights) {
        counts[(int) Math.min(weight, 4)]++;
        sum += weight;
      }
    }
    // P(0) = P(1) = 1/e, P(2) = 1/2e, P(3) = 1/6e; a million draws, so 5 standard errors < .0025
    assertEquals(1, sum / 1e6, 0.005);
    assertEquals(0.367879, counts[0] / 1e6, 0.0025);
    assertEquals(0.367879, counts[1] / 1e6, 0.0025);
    assertEquals(0.183940, counts[2] / 1e6, 0.0025);
    assertEquals(0.061313, counts[3] / 1e6, 0.0025);
  }

  @Test
  void weightsOfNeighbouringUsersAreIndependent() {
    double[] one = new double[1000];
    double[] next = new double[1000];
    PoissonWeights.fill(9, 41, one);
    PoissonWeights.fill(9, 42, next);
    for (int shift = 0; shift < 10; shift++) {
      int same = 0;
      for (int r = 0; r + shift < 1000; r++) {
        same += one[r + shift] == next[r] ? 1 : 0;
      }
      // two Poisson(1) agree with probability .3085; standard error about .0147
      assertEquals(0.3085, same / (1000.0 - shift), 0.075);
    }
  }

  @Test
  void tableMatchesTheDistributionAtItsEdges() {
    long first = Math.round(StrictMath.exp(-1) * 0x1p32);
    assertEquals(0, PoissonWeights.weight(first - 1));
    assertEquals(1, PoissonWeights.weight(first));
    assertEquals(0, PoissonWeights.weight(0));
    assertTrue(PoissonWeights.weight(0xFFFFFFFFL) >= 11);
  }
}
