package io.nocturne.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.math.Compute;
import io.nocturne.math.Kernels;
import io.nocturne.math.ParallelLoop;
import io.nocturne.math.SplitMix64;
import io.nocturne.nn.batch.SampledSoftmax;
import io.nocturne.nn.optim.Optimization;
import io.nocturne.nn.optim.Optimizer;
import io.nocturne.nn.optim.OptimizerKind;
import io.nocturne.nn.optim.OptimizerState;
import io.nocturne.nn.optim.Schedule;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Optimizers as a plan makes them, against textbook loops in doubles. The first half of the
 * parameters are weights, which decay, the others biases; in each third step the first ones have no
 * gradient, so they rest. Adam: {@link AdamTest}.
 */
class OptimizersTest {
  private static final int LENGTH = 24;
  private static final int WEIGHTS = LENGTH / 2;
  private static final int RESTING = 5;
  private static final int STEPS = 40;
  private static final double DECAY = .05;
  private static final double RATE = .02;

  /** A row for each parameter, as the biases of items are. */
  private static final ParameterRows ROWS = ParameterRows.of(LENGTH, 1);

  private static final Kernels KERNELS = Compute.on(new ParallelLoop(1)).kernels();

  private final float[] theta = new float[LENGTH];
  private final double[] exact = new double[LENGTH];
  private final double[] first = new double[LENGTH];
  private final double[] second = new double[LENGTH];

  /** What a textbook does to one parameter in step t, counted from 1, with its whole gradient. */
  private interface Rule {
    void step(int k, int t, double g);
  }

  OptimizersTest() {
    SplitMix64 random = new SplitMix64(9);
    for (int k = 0; k < LENGTH; k++) {
      exact[k] = theta[k] = random.nextFloat() - .5f;
    }
  }

  private static Plan plan(OptimizerKind kind) {
    return new Plan(9, 1, 1, 8, RATE, DECAY, SampledSoftmax.OFF).with(Optimization.of(kind));
  }

  private static float[] gradient(int t) {
    SplitMix64 random = new SplitMix64(100 + t);
    float[] gradient = new float[LENGTH];
    for (int k = t % 3 == 0 ? RESTING : 0; k < LENGTH; k++) {
      gradient[k] = random.nextFloat() - .4f;
    }
    return gradient;
  }

  /** One step on slices, as layers hand them over. */
  private static void step(Optimizer optimizer, float[] theta, int t) {
    optimizer.begin(8L * t);
    float[] gradient = gradient(t);
    int resting = t % 3 == 0 ? RESTING : 0;
    optimizer.rest(KERNELS, theta, 0, resting, true);
    optimizer.update(KERNELS, theta, resting, gradient, resting, WEIGHTS - resting, true);
    optimizer.update(KERNELS, theta, WEIGHTS, gradient, WEIGHTS, LENGTH - WEIGHTS, false);
  }

  private OptimizerState assertLikeTheTextbook(Plan plan, Rule rule) {
    OptimizerState state = OptimizerState.zero(plan.optimizer(), LENGTH);
    Optimizer optimizer = plan.optimizer(80, ROWS, state);
    float[] initial = theta.clone();
    for (int t = 1; t <= STEPS; t++) {
      step(optimizer, theta, t);
      float[] gradient = gradient(t);
      for (int k = 0; k < LENGTH; k++) {
        rule.step(k, t, gradient[k] + (k < WEIGHTS ? DECAY * exact[k] : 0));
        assertEquals(exact[k], theta[k], 5e-5, "parameter " + k + ", step " + t);
      }
    }
    assertFalse(Arrays.equals(initial, theta));
    assertEquals(STEPS, state.steps());
    assertEquals(STEPS, state.firstSteps());
    return state;
  }

  @Test
  void nadam() {
    double[] product = {1};
    assertLikeTheTextbook(
        plan(OptimizerKind.NADAM),
        (k, t, g) -> {
          double mu = .9 * (1 - .5 * Math.pow(.96, .004 * t));
          double next = .9 * (1 - .5 * Math.pow(.96, .004 * (t + 1)));
          product[0] *= k == 0 ? mu : 1;
          first[k] = .9 * first[k] + .1 * g;
          second[k] = .999 * second[k] + .001 * g * g;
          double root = Math.sqrt(second[k] / (1 - Math.pow(.999, t))) + 1e-8;
          exact[k] -= RATE * (1 - mu) / (1 - product[0]) * g / root;
          exact[k] -= RATE * next / (1 - product[0] * next) * first[k] / root;
        });
  }

  @Test
  void sgdWithMomentum() {
    OptimizerState state =
        assertLikeTheTextbook(
            plan(OptimizerKind.SGD),
            (k, t, g) -> {
              first[k] = .9 * first[k] + g;
              exact[k] -= RATE * first[k];
            });
    assertEquals(0, state.second().length);
  }

  @Test
  void sgdWithoutMomentum() {
    Optimization none = new Optimization(OptimizerKind.SGD, 0, Schedule.CONSTANT, 0, 0);
    assertLikeTheTextbook(plan(OptimizerKind.SGD).with(none), (k, t, g) -> exact[k] -= RATE * g);
  }

  @Test
  void adagrad() {
    OptimizerState state =
        assertLikeTheTextbook(
            plan(OptimizerKind.ADAGRAD),
            (k, t, g) -> {
              second[k] += g * g;
              exact[k] -= RATE * g / (Math.sqrt(second[k]) + 1e-10);
            });
    assertEquals(0, state.first().length);
  }

  @Test
  void rprop() {
    OptimizerState state =
        assertLikeTheTextbook(
            plan(OptimizerKind.RPROP),
            (k, t, g) -> {
              double product = first[k] * g;
              double factor = product > 0 ? 1.2 : product < 0 ? .5 : 1;
              second[k] = t == 1 ? RATE : Math.max(1e-6, Math.min(50, factor * second[k]));
              first[k] = product < 0 ? 0 : g;
              exact[k] -= Math.signum(first[k]) * second[k];
            });
    for (int k = 0; k < LENGTH; k++) {
      assertEquals(second[k], state.second()[k], 1e-5 * second[k]);
    }
  }

  /** Gradients are cut before the penalty is added, and what rests still decays. */
  @Test
  void clipped() {
    Plan plan =
        plan(OptimizerKind.SGD)
            .with(new Optimization(OptimizerKind.SGD, 0, Schedule.CONSTANT, .25, 0));
    assertLikeTheTextbook(
        plan,
        (k, t, g) -> {
          double penalty = k < WEIGHTS ? DECAY * exact[k] : 0;
          exact[k] -= RATE * (Math.max(-.25, Math.min(.25, g - penalty)) + penalty);
        });
  }

  @Test
  void theScheduleIsOfExamples() {
    Optimization all = new Optimization(OptimizerKind.SGD, 0, Schedule.CONSTANT, 0, 0);
    Schedule schedule = new Schedule(Schedule.Shape.STEP, 1, .5, 0);
    assertLikeTheTextbook(
        plan(OptimizerKind.SGD).with(all.with(schedule)),
        (k, t, g) -> exact[k] -= RATE * Math.pow(.5, t / 10) * g); // 8 of 80 users in a step
  }

  /** Stopped after any step and gone on with from what the state says, in the same bits. */
  @ParameterizedTest
  @EnumSource(OptimizerKind.class)
  void goesOnFromItsStateBitForBit(OptimizerKind kind) {
    Plan plan = plan(kind);
    OptimizerState through = OptimizerState.zero(kind, LENGTH);
    Optimizer never = plan.optimizer(80, ROWS, through);
    float[] stopped = theta.clone();
    OptimizerState state = OptimizerState.zero(kind, LENGTH);
    for (int t = 1; t <= STEPS; t++) {
      step(never, theta, t);
      state = state.copy();
      step(plan.optimizer(80, ROWS, state), stopped, t);
      assertArrayEquals(theta, stopped, 0f, "step " + t);
    }
    assertArrayEquals(through.first(), state.first(), 0f);
    assertArrayEquals(through.second(), state.second(), 0f);
  }

  /** Its mean has been restarted, and so have its momenta: they are those of a first step. */
  @Test
  void nadamCountsFromWhereItsMeanWasZero() {
    OptimizerState state = new OptimizerState(new float[1], new float[] {.04f}, 0, 500);
    float[] x = {1};
    Optimizer nadam = plan(OptimizerKind.NADAM).optimizer(80, ROWS, state);
    nadam.begin(0);
    nadam.update(KERNELS, x, 0, new float[] {.3f}, 0, 1, false);
    double mu = .9 * (1 - .5 * Math.pow(.96, .004));
    double next = .9 * (1 - .5 * Math.pow(.96, .008));
    double square = (.999 * .04 + .001 * .09) / (1 - Math.pow(.999, 501));
    double move = (1 - mu) / (1 - mu) * .3 + next / (1 - mu * next) * .03;
    assertEquals(1 - RATE * move / Math.sqrt(square), x[0], 1e-6);
  }

  @Test
  void nadamGoesOnAfterManySteps() {
    long many = 1L << 40;
    OptimizerState state = new OptimizerState(new float[] {1}, new float[] {1}, many);
    float[] x = {1};
    Optimizer nadam = plan(OptimizerKind.NADAM).optimizer(80, ROWS, state);
    nadam.begin(0);
    nadam.update(KERNELS, x, 0, new float[] {1}, 0, 1, false);
    assertEquals(1 - RATE * (.1 + .9), x[0], 1e-6, "the mean and the gradient are both 1");
  }

  @Test
  void whatRestsWithAdagradIsNotTouched() {
    OptimizerState state = OptimizerState.zero(OptimizerKind.ADAGRAD, LENGTH);
    Plan free = new Plan(9, 1, 1, 8, RATE, 0, SampledSoftmax.OFF);
    Plan plan = free.with(Optimization.of(OptimizerKind.ADAGRAD));
    Optimizer adagrad = plan.optimizer(80, ROWS, state);
    adagrad.begin(0);
    adagrad.rest(null, null, 0, LENGTH, true); // no kernel to call
    adagrad.rest(null, null, 0, LENGTH, false);
    assertTrue(plan.itemsRest());
    assertFalse(plan(OptimizerKind.ADAGRAD).itemsRest(), "with a penalty they do not");
    assertTrue(plan(OptimizerKind.LAZY_ADAM).itemsRest());
    assertFalse(free.with(Optimization.of(OptimizerKind.SGD)).itemsRest());
  }

  @ParameterizedTest
  @EnumSource(OptimizerKind.class)
  void theStateOfAnotherOptimizerIsRefused(OptimizerKind kind) {
    OptimizerState own = OptimizerState.zero(kind, LENGTH);
    assertEquals(kind.arrays() * LENGTH, own.first().length + own.second().length);
    for (OptimizerKind other : OptimizerKind.values()) {
      if (other.hasFirst() != kind.hasFirst() || other.hasSecond() != kind.hasSecond()) {
        assertTrue(
            assertThrows(IllegalArgumentException.class, () -> plan(other).optimizer(80, ROWS, own))
                .getMessage()
                .endsWith("(expected those of %s, see OptimizerKind)".formatted(other)));
      }
    }
  }

  /**
   * 30 steps teach the encoder, then 3 the decoder, then the encoder again: each step is the same
   * as in an optimizer that goes on from the state alone, whatever was taught before.
   */
  @Test
  void nadamGoesByTheStepsOfThePartThatIsTaught() {
    Procedure procedure = Procedure.PLAIN.alternating(1, 1);
    OptimizerState through = OptimizerState.zero(OptimizerKind.NADAM, 1);
    Optimizer never = plan(OptimizerKind.NADAM).optimizer(80, ROWS, through);
    float[] x = {1};
    float[] y = {1};
    for (int epoch = 0; epoch < 4; epoch++) {
      through.beginEpoch(procedure, epoch, 30);
      for (int step = 0; step < 30; step++) {
        OptimizerState state = through.copy();
        y[0] = x[0];
        update(plan(OptimizerKind.NADAM).optimizer(80, ROWS, state), y);
        update(never, x);
        assertEquals(y[0], x[0], "epoch " + epoch + ", step " + step);
      }
    }
  }

  private static void update(Optimizer optimizer, float[] theta) {
    optimizer.begin(0);
    optimizer.update(KERNELS, theta, 0, new float[] {.3f}, 0, 1, false);
  }
}
