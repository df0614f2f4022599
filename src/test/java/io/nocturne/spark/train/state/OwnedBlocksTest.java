package io.nocturne.spark.train.state;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.nocturne.math.Activation;
import io.nocturne.math.ParallelLoop;
import io.nocturne.nn.FlatParameters;
import io.nocturne.nn.Network;
import io.nocturne.nn.Plan;
import io.nocturne.nn.TrainingState;
import io.nocturne.nn.UserState;
import io.nocturne.nn.optim.Averaging;
import io.nocturne.nn.optim.Compensation;
import io.nocturne.nn.optim.Moments;
import io.nocturne.nn.optim.OptimizerKind;
import io.nocturne.nn.optim.OptimizerState;
import io.nocturne.nn.parameter.BlockArray;
import io.nocturne.nn.parameter.Parameters;
import io.nocturne.spark.train.TestTraining;
import io.nocturne.spark.train.round.RoundReport;
import io.nocturne.spark.train.state.StateArray.Role;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Parts of the state that belong to one worker: the vectors of its users. */
class OwnedBlocksTest {
  private static final int USERS = 5;
  private static final int WIDTH = 3;

  private static final Network NETWORK =
      Network.over(6).users().negatives(1).dense(WIDTH, Activation.TANH).code().logisticTargets();

  private static final int PARAMETERS = (int) NETWORK.parameters();

  private static Plan plan(int workers, Moments moments) {
    return TestTraining.PLAN
        .withEpochs(9)
        .withEpochsPerValidation(1)
        .withPatience(9)
        .withBatch(4)
        .withLearningRate(.1)
        .with(new Averaging(workers, 1, Compensation.NONE, moments));
  }

  /** Two shared blocks of the first array, one of worker 0, none of worker 1, one shared. */
  @Test
  void someBlocksBelongToOneWorker() {
    BlockLayout layout =
        new BlockLayout(
            List.of(
                TestLayouts.array("encoder.weights", Role.TRAINED, StateArray.SHARED, 13),
                TestLayouts.array("user.vectors", Role.TRAINED, 0, 4),
                TestLayouts.array("user.vectors", Role.TRAINED, 1, 0),
                TestLayouts.array("encoder.weights/first", Role.OPTIMIZER, StateArray.SHARED, 9),
                TestLayouts.array("user.vectors/first", Role.OPTIMIZER, 1, 5)),
            10);
    assertEquals(5, layout.blocks());
    assertEquals(3, layout.modelBlocks());
    assertEquals(List.of(true, true, false, true, false), each(layout, layout::isShared));
    assertEquals(List.of(true, true, true, true, false), each(layout, b -> layout.isFor(b, 0)));
    assertEquals(List.of(true, true, false, true, true), each(layout, b -> layout.isFor(b, 1)));
    assertEquals(List.of(new BlockLayout.Slice(4, 0, 5, 0)), layout.slices(4));
  }

  private static List<Boolean> each(BlockLayout layout, IntPredicate predicate) {
    return IntStream.range(0, layout.blocks()).mapToObj(predicate::test).toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7})
  void rowsAreAssignedRoundRobin(int workers) {
    ShardSizes shards = new ShardSizes(USERS, workers);
    List<Long> rows = new ArrayList<>();
    for (int worker = 0; worker < workers; worker++) {
      for (int k = 0; k < shards.rows(worker); k++) {
        assertEquals(worker, shards.row(worker, k) % workers);
        assertEquals(k, shards.row(worker, k) / workers);
        rows.add(shards.row(worker, k));
      }
    }
    assertEquals(List.of(0L, 1L, 2L, 3L, 4L), rows.stream().sorted().toList());
    assertEquals(14_000_000_004L, new ShardSizes(9L << 31, 7).row(4, 2_000_000_000), "no overflow");
  }

  /** In blocks of one user and of all; the seventh worker has no users. */
  @ParameterizedTest
  @CsvSource({"1, 3", "2, 3", "2, 100", "3, 4", "3, 100", "7, 100"})
  void modelHasUsersInOrderOfRows(int workers, int blockFloats) {
    Plan plan = plan(workers, Moments.AVERAGE);
    BlockLayout layout = StateBlocks.layout(NETWORK, plan, USERS, blockFloats);
    List<BlockArray> parameters = NETWORK.initialize(1, new ParallelLoop(1));
    StateBlocks initial = StateBlocks.initial(NETWORK, plan, layout, parameters, 42);
    float[] expected = Arrays.copyOf(FlatParameters.of(parameters), PARAMETERS + USERS * WIDTH);
    float[] vectors = NETWORK.initializeUsers(42, 0, 1, USERS * WIDTH);
    System.arraycopy(vectors, 0, expected, PARAMETERS, vectors.length);
    Parameters model = new ModelBlocks(NETWORK, workers).open(layout, initial.model());
    assertArrayEquals(expected, FlatParameters.of(model), 0f);
  }

  private static float[] numbers(int length, float first) {
    float[] numbers = new float[length];
    for (int k = 0; k < length; k++) {
      numbers[k] = first + k;
    }
    return numbers;
  }

  /** The state of a worker: the same as the others', except for its users. */
  private static TrainingState state(int worker, int workers) {
    int length = new ShardSizes(USERS, workers).rows(worker) * WIDTH;
    float first = 1000 * (worker + 1);
    UserState users = UserState.initial(numbers(length, first), WIDTH, OptimizerKind.ADAM);
    fill(users.optimizer(), 1, first);
    users.optimizer().after(12, 12);
    OptimizerState shared = OptimizerState.zero(OptimizerKind.ADAM, NETWORK.blocks());
    fill(shared, NETWORK.blocks().size(), 0);
    shared.after(12, 12);
    List<BlockArray> parameters = FlatParameters.blocks(NETWORK.blocks(), numbers(PARAMETERS, 0));
    return new TrainingState(parameters, shared, users, 3, 15);
  }

  private static void fill(OptimizerState state, int blocks, float first) {
    for (int block = 0; block < blocks; block++) {
      float[] moment = state.first(block);
      System.arraycopy(numbers(moment.length, first + 100 + block), 0, moment, 0, moment.length);
      float[] other = state.second(block);
      System.arraycopy(numbers(other.length, first + 200 + block), 0, other, 0, other.length);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1, AVERAGE, 7",
    "2, AVERAGE, 7",
    "2, RESTART, 100",
    "3, ROW_WISE, 7",
    "7, RESTART, 7"
  })
  void workersReceiveOnlyTheirOwnBlocks(int workers, Moments moments, int blockFloats) {
    Plan plan = plan(workers, moments);
    BlockLayout layout = StateBlocks.layout(NETWORK, plan, USERS, blockFloats);
    StateBlocks all = StateBlocks.of(NETWORK, plan, layout, worker -> state(worker, workers));
    StateBlocks.Progress progress = new StateBlocks.Progress(12, 3, 15);
    for (int worker = 0; worker < workers; worker++) {
      int reader = worker;
      List<byte[]> sent = // without blocks of other workers
          IntStream.range(0, layout.blocks())
              .mapToObj(b -> layout.isFor(b, reader) ? all.blocks().get(b) : null)
              .toList();
      TrainingState opened = new StateBlocks(layout, progress, sent).open(NETWORK, plan, worker);
      TrainingState expected = state(worker, workers);
      assertArrayEquals(FlatParameters.of(expected), FlatParameters.of(opened));
      assertArrayEquals(expected.users().vectors().floats(), opened.users().vectors().floats());
      OptimizerState own = opened.users().optimizer();
      assertArrayEquals(expected.users().optimizer().first(0), own.first(0));
      assertArrayEquals(expected.users().optimizer().second(0), own.second(0));
      assertEquals(3, own.steps(), "as many as epochs");
      List<float[]> sentBack = layout.ordered(StateBlocks.sent(NETWORK, plan, opened), worker);
      for (int array = 0; array < sentBack.size(); array++) {
        StateArray sentArray = layout.arrays().get(array);
        if (sentArray.isFor(worker)) {
          assertEquals(sentArray.length(), sentBack.get(array).length, sentArray.name());
        } else {
          assertNull(sentBack.get(array), sentArray.name());
        }
      }
    }
  }

  /** Steps of users' vectors follow from the epochs and are not counted. */
  @Test
  void stepsMatchTheAveragedMoments() {
    TrainingState trained = state(0, 2);
    OptimizerState restarted = OptimizerState.zero(OptimizerKind.ADAM, NETWORK.blocks());
    TrainingState state =
        new TrainingState(trained.parameters(), restarted, trained.users(), 3, 15);
    assertEquals(0, new RoundReport(0, "0", 5, state, 1, 0, 1, null).steps());
    TrainingState withoutUsers =
        new TrainingState(trained.parameters(), trained.optimizer(), 3, 15);
    assertEquals(12, new RoundReport(0, "0", 5, withoutUsers, 1, 0, 1, null).steps());
  }

  /** Momentum applies to averaged parameters only. */
  @Test
  void outerMomentumSkipsUsers() {
    Plan plan = plan(2, Moments.RESTART);
    BlockLayout layout = StateBlocks.layout(NETWORK, plan, USERS, 7);
    List<BlockArray> parameters = NETWORK.initialize(1, new ParallelLoop(1));
    StateBlocks before = StateBlocks.initial(NETWORK, plan, layout, parameters, 42);
    StateBlocks mean = StateBlocks.of(NETWORK, plan, layout, worker -> state(worker, 2));
    OuterMomentum momentum = new OuterMomentum(.5);
    StateBlocks after = momentum.apply(before, mean);
    int shared = (PARAMETERS + 6) / 7; // the first blocks are the network's
    assertEquals(shared, momentum.blocks().size());
    for (int block = 0; block < layout.blocks(); block++) {
      boolean same = Arrays.equals(mean.blocks().get(block), after.blocks().get(block));
      assertEquals(block >= shared, same, "block " + block);
    }
    assertFalse(shared == layout.blocks());
  }
}
