package io.nocturne.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
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
import io.nocturne.nn.parameter.BlockArray;
import io.nocturne.nn.parameter.BlockShape;
import io.nocturne.nn.parameter.RowsOf;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Compares the optimizers of a plan with textbook loops in doubles. The first half of the
 * parameters are weights, which decay, the others are biases; in every third step the first ones
 * have no gradient. Adam and the details of Nadam have their own tests.
 */
class OptimizersTest {
  private static final int LENGTH = 24;
  private static final int WEIGHTS = LENGTH / 2;
  private static final int RESTING = 5;
  private static final int STEPS = 40;
  private static final double DECAY = .05;
  private static final double RATE = .02;

  /** One row per parameter, as for the biases of items. */
  private static final List<BlockShape> SHAPES =
      List.of(
          BlockShape.weights("weights", RowsOf.ITEMS, WEIGHTS, 1),
          BlockShape.biases("biases", RowsOf.ITEMS, LENGTH - WEIGHTS));

  private static final Kernels KERNELS = Compute.on(new ParallelLoop(1)).kernels();

  private final List<BlockArray> blocks = BlockArray.zeros(SHAPES);
  private final double[] exact = new double[LENGTH];
  private final double[] first = new double[LENGTH];
  private final double[] second = new double[LENGTH];

  /** The textbook's update of one parameter in step t, counted from 1, with its full gradient. */
  private interface Rule {
    void step(int k, int t, double g);
  }

  OptimizersTest() {
    SplitMix64 random = new SplitMix64(9);
    for (int k = 0; k < LENGTH; k++) {
      float number = random.nextFloat() - .5f;
      exact[k] = number;
      blocks.get(k / WEIGHTS).floats()[k % WEIGHTS] = number;
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

  /** One step on slices, as layers pass them. */
  private static void step(Optimizer optimizer, List<BlockArray> blocks, int t) {
    optimizer.begin(8L * t);
    float[] gradient = gradient(t);
    int resting = t % 3 == 0 ? RESTING : 0;
    BlockArray weights = blocks.get(0);
    optimizer.rest(KERNELS, weights, 0, resting);
    optimizer.update(KERNELS, weights, resting, gradient, resting, WEIGHTS - resting);
    optimizer.update(KERNELS, blocks.get(1), 0, gradient, WEIGHTS, LENGTH - WEIGHTS);
  }

  private OptimizerState assertMatchesTheTextbook(Plan plan, Rule rule) {
    OptimizerState state = OptimizerState.zero(plan.optimizer(), SHAPES);
    Optimizer optimizer = plan.optimizer(80, state);
    float[] initial = FlatParameters.of(blocks);
    for (int t = 1; t <= STEPS; t++) {
      step(optimizer, blocks, t);
      float[] theta = FlatParameters.of(blocks);
      float[] gradient = gradient(t);
      for (int k = 0; k < LENGTH; k++) {
        rule.step(k, t, gradient[k] + (k < WEIGHTS ? DECAY * exact[k] : 0));
        assertEquals(exact[k], theta[k], 5e-5, "parameter " + k + ", step " + t);
      }
    }
    assertFalse(Arrays.equals(initial, FlatParameters.of(blocks)));
    assertEquals(STEPS, state.steps());
    assertEquals(STEPS, state.firstSteps());
    return state;
  }

  @Test
  void nadam() {
    double[] product = {1};
    assertMatchesTheTextbook(
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
        assertMatchesTheTextbook(
            plan(OptimizerKind.SGD),
            (k, t, g) -> {
              first[k] = .9 * first[k] + g;
              exact[k] -= RATE * first[k];
            });
    assertEquals(0, second(state).length);
  }

  @Test
  void sgdWithoutMomentum() {
    Optimization none = new Optimization(OptimizerKind.SGD, 0, Schedule.CONSTANT, 0, 0);
    assertMatchesTheTextbook(plan(OptimizerKind.SGD).with(none), (k, t, g) -> exact[k] -= RATE * g);
  }

  @Test
  void adagrad() {
    OptimizerState state =
        assertMatchesTheTextbook(
            plan(OptimizerKind.ADAGRAD),
            (k, t, g) -> {
              second[k] += g * g;
              exact[k] -= RATE * g / (Math.sqrt(second[k]) + 1e-10);
            });
    assertEquals(0, first(state).length);
  }

  @Test
  void rprop() {
    OptimizerState state =
        assertMatchesTheTextbook(
            plan(OptimizerKind.RPROP),
            (k, t, g) -> {
              double product = first[k] * g;
              double factor = product > 0 ? 1.2 : product < 0 ? .5 : 1;
              second[k] = t == 1 ? RATE : Math.max(1e-6, Math.min(50, factor * second[k]));
              first[k] = product < 0 ? 0 : g;
              exact[k] -= Math.signum(first[k]) * second[k];
            });
    for (int k = 0; k < LENGTH; k++) {
      assertEquals(second[k], second(state)[k], 1e-5 * second[k]);
    }
  }

  /**
   * Gradients are clipped before the penalty is added, and parameters without gradient still decay.
   */
  @Test
  void clipped() {
    Plan plan =
        plan(OptimizerKind.SGD)
            .with(new Optimization(OptimizerKind.SGD, 0, Schedule.CONSTANT, .25, 0));
    assertMatchesTheTextbook(
        plan,
        (k, t, g) -> {
          double penalty = k < WEIGHTS ? DECAY * exact[k] : 0;
          exact[k] -= RATE * (Math.max(-.25, Math.min(.25, g - penalty)) + penalty);
        });
  }

  @Test
  void scheduleCountsExamples() {
    Optimization all = new Optimization(OptimizerKind.SGD, 0, Schedule.CONSTANT, 0, 0);
    Schedule schedule = new Schedule(Schedule.Shape.STEP, 1, .5, 0);
    assertMatchesTheTextbook(
        plan(OptimizerKind.SGD).with(all.with(schedule)),
        (k, t, g) -> {
          int epoch = t / 10; // 8 of 80 users in a step
          exact[k] -= RATE * Math.pow(.5, epoch) * g;
        });
  }

  /** Interrupted after any step and resumed from the state. */
  @ParameterizedTest
  @EnumSource(OptimizerKind.class)
  void resumesFromItsStateWithTheSameBits(OptimizerKind kind) {
    Plan plan = plan(kind);
    OptimizerState through = OptimizerState.zero(kind, SHAPES);
    Optimizer never = plan.optimizer(80, through);
    List<BlockArray> stopped = FlatParameters.blocks(SHAPES, FlatParameters.of(blocks));
    OptimizerState state = OptimizerState.zero(kind, SHAPES);
    for (int t = 1; t <= STEPS; t++) {
      step(never, blocks, t);
      state = state.copy();
      step(plan.optimizer(80, state), stopped, t);
      assertArrayEquals(FlatParameters.of(blocks), FlatParameters.of(stopped), 0f, "step " + t);
    }
    assertArrayEquals(first(through), first(state), 0f);
    assertArrayEquals(second(through), second(state), 0f);
  }

  private static float[] first(OptimizerState state) {
    return FlatParameters.joined(SHAPES.size(), state::first);
  }

  private static float[] second(OptimizerState state) {
    return FlatParameters.joined(SHAPES.size(), state::second);
  }

  @Test
  void adagradSkipsParametersWithoutGradient() {
    OptimizerState state = OptimizerState.zero(OptimizerKind.ADAGRAD, SHAPES);
    Plan free = new Plan(9, 1, 1, 8, RATE, 0, SampledSoftmax.OFF);
    Plan plan = free.with(Optimization.of(OptimizerKind.ADAGRAD));
    Optimizer adagrad = plan.optimizer(80, state);
    adagrad.begin(0);
    for (BlockArray block : blocks) {
      adagrad.rest(null, block, 0, WEIGHTS); // no kernel to call
    }
    assertTrue(plan.itemsRest());
    assertFalse(plan(OptimizerKind.ADAGRAD).itemsRest(), "with a penalty they do not");
    assertTrue(plan(OptimizerKind.LAZY_ADAM).itemsRest());
    assertFalse(free.with(Optimization.of(OptimizerKind.SGD)).itemsRest());
  }

  @ParameterizedTest
  @EnumSource(OptimizerKind.class)
  void rejectsTheStateOfAnotherOptimizer(OptimizerKind kind) {
    OptimizerState own = OptimizerState.zero(kind, SHAPES);
    assertEquals(kind.arrays() * LENGTH, first(own).length + second(own).length);
    for (OptimizerKind other : OptimizerKind.values()) {
      boolean sameArrays =
          other.hasFirst() == kind.hasFirst() && other.hasSecond() == kind.hasSecond();
      if (!sameArrays || other == OptimizerKind.LAZY_ADAM && kind != other) {
        assertEquals(
            "Invalid optimizer state: %s (expected %s)".formatted(kind, other),
            assertThrows(IllegalArgumentException.class, () -> plan(other).optimizer(80, own))
                .getMessage());
      } else {
        assertNotNull(plan(other).optimizer(80, own));
      }
    }
  }
}
