package io.nocturne.model.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
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

class PoissonBootstrapTest {

  private static final int USERS = 4000;

  /** [USERS x 2]: a coin of 0.3 and a uniform, unrelated to the bootstrap's own hash. */
  private static final double[][] VALUES = values();

  private static double[][] values() {
    SplittableRandom random = new SplittableRandom(5);
    double[][] values = new double[USERS][];
    for (int u = 0; u < USERS; u++) {
      values[u] = new double[] {random.nextDouble() < 0.3 ? 1 : 0, random.nextDouble()};
    }
    return values;
  }

  private static PoissonBootstrap of(long seed, int from, int to, int step) {
    PoissonBootstrap bootstrap = new PoissonBootstrap(seed, 2);
    for (int u = from; u < to; u += step) {
      bootstrap.add(u, VALUES[u]);
    }
    return bootstrap;
  }

  private static void assertClose(PoissonBootstrap one, PoissonBootstrap other) {
    assertEquals(one.users(), other.users());
    for (int m = 0; m < 2; m++) {
      assertEquals(one.estimate(m).value(), other.estimate(m).value(), 1e-12);
      assertEquals(one.estimate(m).lower(), other.estimate(m).lower(), 1e-12);
      assertEquals(one.estimate(m).upper(), other.estimate(m).upper(), 1e-12);
    }
  }

  /** Each replicate is the ratio of its own sums, written out here user by user. */
  @Test
  void aRatioIsOfTheSumsOfEachReplicate() {
    PoissonBootstrap bootstrap = new PoissonBootstrap(7, 2, 6);
    PoissonBootstrap rest = new PoissonBootstrap(7, 2, 6);
    double[][] sums = new double[6][2];
    double[] all = new double[2];
    double[] weights = new double[6];
    for (int user = 0; user < 9; user++) {
      double[] values = {user * user, 1 + user % 3};
      (user < 4 ? bootstrap : rest).add(user, values);
      PoissonWeights.fill(7, user, weights);
      for (int m = 0; m < 2; m++) {
        all[m] += values[m];
        for (int r = 0; r < 6; r++) {
          sums[r][m] += weights[r] * values[m];
        }
      }
    }
    bootstrap.merge(rest);
    double[] roots = Arrays.stream(sums).mapToDouble(s -> Math.sqrt(s[0] / s[1])).toArray();
    Estimate expected = Estimate.percentile(Math.sqrt(all[0] / all[1]), roots);
    assertEquals(expected.toString(), bootstrap.ratio(0, 1, Math::sqrt).toString());
    assertTrue(expected.lower() < expected.upper());
    PoissonBootstrap nothing = new PoissonBootstrap(7, 2, 6);
    nothing.add(1, 0, 0);
    assertThrows(IllegalStateException.class, () -> nothing.ratio(0, 1, Math::sqrt));
  }

  @Test
  void agreesWithTheNormalApproximation() {
    PoissonBootstrap bootstrap = of(1, 0, USERS, 1);
    for (int m = 0; m < 2; m++) {
      double sum = 0;
      double squares = 0;
      for (double[] value : VALUES) {
        sum += value[m];
        squares += value[m] * value[m];
      }
      double mean = sum / USERS;
      double half = 1.959964 * Math.sqrt((squares / USERS - mean * mean) / USERS);
      Estimate estimate = bootstrap.estimate(m);
      assertEquals(mean, estimate.value(), 1e-12);
      // the 2.5 % point of 1000 draws has a standard error of .084 half widths; four of them
      assertEquals(mean - half, estimate.lower(), 0.34 * half);
      assertEquals(mean + half, estimate.upper(), 0.34 * half);
    }
  }

  @Test
  void partitioningTheUsersChangesNothing() {
    PoissonBootstrap whole = of(1, 0, USERS, 1);
    PoissonBootstrap halves = of(1, 0, USERS / 2, 1);
    halves.merge(of(1, USERS / 2, USERS, 1));
    assertClose(whole, halves);
    PoissonBootstrap interleaved = of(1, 1, USERS, 2);
    interleaved.merge(of(1, 0, USERS, 2));
    assertClose(whole, interleaved);
  }

  @Test
  void survivesSerializationBetweenAdds() throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new ObjectOutputStream(bytes).writeObject(of(1, 0, USERS / 2, 1));
    ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()));
    PoissonBootstrap resumed = (PoissonBootstrap) in.readObject();
    for (int u = USERS / 2; u < USERS; u++) {
      resumed.add(u, VALUES[u]);
    }
    assertClose(of(1, 0, USERS, 1), resumed);
  }

  @Test
  void anotherSeedGivesAnotherIntervalAndTheSameMean() {
    Estimate one = of(1, 0, USERS, 1).estimate(0);
    Estimate other = of(2, 0, USERS, 1).estimate(0);
    assertEquals(one.value(), other.value());
    assertNotEquals(one.lower(), other.lower());
  }

  @Test
  void oneUserHasAnIntervalOfNoWidth() {
    PoissonBootstrap bootstrap = new PoissonBootstrap(1, 1, 1);
    bootstrap.add(17, 0.25);
    assertEquals(0.25, bootstrap.estimate(0).lower());
    assertEquals(0.25, bootstrap.estimate(0).upper());
  }

  @Test
  void refusesWhatDoesNotFit() {
    assertThrows(IllegalArgumentException.class, () -> new PoissonBootstrap(1, 0));
    assertThrows(IllegalArgumentException.class, () -> new PoissonBootstrap(1, 1, 0));
    assertThrows(IllegalArgumentException.class, () -> new PoissonBootstrap(1, 2).add(3, 0.5));
    assertThrows(IllegalStateException.class, () -> new PoissonBootstrap(1, 1).estimate(0));
    assertThrows(
        IllegalArgumentException.class,
        () -> new PoissonBootstrap(1, 1).merge(new PoissonBootstrap(2, 1)));
  }

  @Test
  void weightsArePoissonOfMeanOne() {
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
  void weightsOfNeighbouringUsersAreUnrelated() {
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
  void theTableAgreesWithTheDistributionAtItsEdges() {
    long first = Math.round(StrictMath.exp(-1) * 0x1p32);
    assertEquals(0, PoissonWeights.weight(first - 1));
    assertEquals(1, PoissonWeights.weight(first));
    assertEquals(0, PoissonWeights.weight(0));
    assertTrue(PoissonWeights.weight(0xFFFFFFFFL) >= 11);
  }
}
