package io.nocturne.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.math.Activation;
import io.nocturne.math.Compute;
import io.nocturne.math.ParallelLoop;
import io.nocturne.math.SparseRows;
import io.nocturne.nn.batch.Corruption;
import io.nocturne.nn.batch.SampledSoftmax;
import io.nocturne.nn.layer.Annealing;
import io.nocturne.nn.layer.ExponentialAverage;
import io.nocturne.nn.optim.Optimization;
import io.nocturne.nn.optim.OptimizerKind;
import io.nocturne.nn.optim.OptimizerState;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Compares the memory formula with the arrays that a worker holds after an epoch. */
class WorkerMemoryTest {
  private static final int ITEMS = 6000;
  private static final SparseRows HISTORIES = RandomHistories.of(1, 1000, ITEMS, .005);

  private static final Network NETWORK =
      Network.over(ITEMS)
          .corrupted(new Corruption(true, .5))
          .dense(60, Activation.TANH)
          .gaussianCode(20, new Annealing(1, 0))
          .dense(60, Activation.TANH)
          .multinomial();

  @Test
  void remedyNamesTheLargestBlock() {
    assertRemedyNames("encoder.weights [6,000 items x 60], 1.4 MiB", NETWORK, 1);
    Network users =
        Network.over(40).users().negatives(2).dense(4, Activation.SIGMOID).code().logisticTargets();
    assertRemedyNames("encoder.weights [40 items x 4], 0.0 MiB", users, 39);
    assertRemedyNames("user.vectors [1,000,000 users x 4], 15.3 MiB", users, 1_000_000);
  }

  private static void assertRemedyNames(String block, Network network, long users) {
    String remedy = WorkerMemory.remedy(network, users);
    assertTrue(remedy.startsWith("lower train.batch or the widths of the layers"), remedy);
    assertTrue(remedy.endsWith(" (the largest block of parameters is " + block + ")"), remedy);
  }

  /** The bytes of all arrays of numbers reachable through the project's classes and lists. */
  private static long reachable(Object root) throws IllegalAccessException {
    Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Object> left = new ArrayDeque<>();
    left.add(root);
    long bytes = 0;
    while (!left.isEmpty()) {
      Object object = left.pop();
      Class<?> type = object.getClass();
      if (!seen.add(object)) {
        continue;
      }
      if (type.isArray() && type.componentType().isPrimitive()) {
        bytes += (long) Array.getLength(object) * (type == double[].class ? 8 : 4);
      } else if (type.isArray()) {
        for (Object element : (Object[]) object) {
          push(left, element);
        }
      } else if (object instanceof List<?> list) {
        list.forEach(element -> push(left, element));
      } else if (type.getName().startsWith("io.nocturne.")) {
        for (Field field : type.getDeclaredFields()) {
          if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
            field.setAccessible(true);
            push(left, field.get(object));
          }
        }
      }
    }
    return bytes;
  }

  private static void push(Deque<Object> left, Object object) {
    if (object != null) {
      left.push(object);
    }
  }

  @Test
  void rejectsBatchesTooLargeForAnArray() {
    Plan plan = new Plan(1, 1, 1, 100_000_000, .01, 0, SampledSoftmax.OFF);
    IllegalArgumentException error =
        assertThrows(
            IllegalArgumentException.class,
            () -> WorkerMemory.bytes(NETWORK, plan, 100_000_000, 1_000_000_000, 1));
    assertTrue(error.getMessage().contains("Lower train.batch"), error.getMessage());
  }

  /** Every item of a history is a position with its own activations. */
  @Test
  void positionsOfSequencesCount() throws IllegalAccessException {
    int items = 600;
    Network network =
        Network.over(items)
            .first(new ExponentialAverage(items, 40, .5))
            .dense(30, Activation.TANH)
            .code()
            .nextItems(2)
            .multinomial();
    SparseRows histories = RandomHistories.of(1, 1000, items, .05);
    Plan plan = new Plan(1, 1, 1, 50, .01, 0, SampledSoftmax.OFF);
    TrainingState state = TrainingState.initial(network.initialize(1, new ParallelLoop(1)));
    float[] counts = RandomHistories.counts(histories);
    try (ParallelLoop loop = new ParallelLoop(3);
        Worker worker =
            new Worker(network, plan, histories, counts, 1000, state, Compute.on(loop))) {
      worker.epoch(1);
      double held = reachable(worker);
      long bytes = WorkerMemory.bytes(network, plan, 1000, histories.nonZeros(), 3);
      String both = "%,d bytes for %,.0f".formatted(bytes, held);
      assertTrue(bytes > held && bytes < 1.6 * held, both);
      double ofScores = 4.0 * 50 * 30 * items; // 30 items per history
      assertTrue(held > ofScores, both);
    }
  }

  /** 1,000 vectors of 80 numbers are as large as the parameters of 500 items. */
  @ParameterizedTest
  @EnumSource(names = {"ADAM", "ADAGRAD"})
  void vectorsOfUsersCount(OptimizerKind kind) throws IllegalAccessException {
    Network network =
        Network.over(ITEMS / 10)
            .users()
            .negatives(5)
            .dense(80, Activation.TANH)
            .code()
            .logisticTargets();
    SparseRows histories = RandomHistories.of(1, 1000, ITEMS / 10, .05);
    Plan plan = new Plan(1, 1, 1, 200, .01, 0, SampledSoftmax.OFF).with(Optimization.of(kind));
    UserState users = UserState.initial(network.initializeUsers(1, 0, 1, 80_000), 80, kind);
    TrainingState state =
        new TrainingState(
            network.initialize(1, new ParallelLoop(1)),
            OptimizerState.zero(kind, network.blocks()),
            users,
            0,
            0);
    float[] counts = RandomHistories.counts(histories);
    try (ParallelLoop loop = new ParallelLoop(3);
        Worker worker =
            new Worker(network, plan, histories, counts, 1000, state, Compute.on(loop))) {
      worker.epoch(1);
      double held = reachable(worker);
      long bytes = WorkerMemory.bytes(network, plan, 1000, histories.nonZeros(), 3);
      assertEquals(1.1, bytes / held, .15, "%,d bytes for %,.0f".formatted(bytes, held));
    }
  }

  @ParameterizedTest
  @CsvSource({"0, ADAM", "300, LAZY_ADAM", "0, SGD", "0, ADAGRAD", "0, RPROP"})
  void matchesTheArraysOfAWorker(int negatives, OptimizerKind kind) throws IllegalAccessException {
    Plan plan =
        new Plan(1, 1, 1, 200, .01, 0, new SampledSoftmax(negatives, .5, .5))
            .with(Optimization.of(kind));
    TrainingState state = TrainingState.initial(NETWORK.initialize(1, new ParallelLoop(1)), kind);
    float[] counts = RandomHistories.counts(HISTORIES);
    try (ParallelLoop loop = new ParallelLoop(3);
        Worker worker =
            new Worker(NETWORK, plan, HISTORIES, counts, 1000, state, Compute.on(loop))) {
      worker.epoch(1);
      double held = reachable(worker);
      long bytes = WorkerMemory.bytes(NETWORK, plan, 1000, HISTORIES.nonZeros(), 3);
      long parameters = (1 + kind.arrays()) * 4L * NETWORK.parameters();
      assertTrue(held > 1.2 * parameters, "more than the parameters: " + held);
      String both = "%,d bytes for %,.0f".formatted(bytes, held);
      if (negatives == 0) {
        assertEquals(1, bytes / held, .05, both);
      } else { // assumes that no two histories of a batch share an item
        assertTrue(bytes > held && bytes < 1.2 * held, both);
      }
    }
  }

  /** With 12,010 scratch numbers per row, 178,808 rows exceed an array. */
  @Test
  void rejectsScratchTooLargeForAnArray() {
    Network recVae =
        Network.over(100).denselyConnected(600, 5).compositeCode(200, .005).multinomial();
    Plan plan = new Plan(1, 1, 1, Integer.MAX_VALUE, .01, 0, SampledSoftmax.OFF);
    assertTrue(WorkerMemory.bytes(recVae, plan, 178_000, 178_000, 1) > 0);
    IllegalArgumentException error =
        assertThrows(
            IllegalArgumentException.class,
            () -> WorkerMemory.bytes(recVae, plan, 179_000, 179_000, 1));
    assertTrue(error.getMessage().startsWith("Invalid batch: 179,000 rows x "), error::getMessage);
    assertTrue(error.getMessage().endsWith("Lower train.batch or the widths of the layers"));
  }

  /** The largest int of negatives is limited to the items that a row lacks. */
  @Test
  void negativesAreLimitedToAbsentItems() {
    Plan plan = new Plan(1, 1, 1, 500, .01, 0, SampledSoftmax.OFF);
    long all = drawing(Integer.MAX_VALUE, plan, 1000);
    assertEquals(all, drawing(1e300, plan, 1000));
    assertTrue(all > drawing(5, plan, 1000) && all < 1L << 30, "" + all);
    IllegalArgumentException error =
        assertThrows(
            IllegalArgumentException.class, () -> drawing(Integer.MAX_VALUE, plan, 5_000_000));
    assertTrue(error.getMessage().contains("Lower train.batch"), error::getMessage);
  }

  private static long drawing(double negatives, Plan plan, int items) {
    Network network =
        Network.over(items).negatives(negatives).dense(4, Activation.TANH).logisticTargets();
    return WorkerMemory.bytes(network, plan, 1000, 50_000, 1);
  }
}
