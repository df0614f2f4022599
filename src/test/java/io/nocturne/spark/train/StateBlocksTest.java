package io.nocturne.spark.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;

import io.nocturne.math.Activation;
import io.nocturne.math.Compute;
import io.nocturne.math.ParallelLoop;
import io.nocturne.math.SparseRows;
import io.nocturne.nn.Network;
import io.nocturne.nn.Plan;
import io.nocturne.nn.TrainingState;
import io.nocturne.nn.Worker;
import io.nocturne.nn.batch.Corruption;
import io.nocturne.nn.batch.SampledSoftmax;
import io.nocturne.nn.layer.Annealing;
import io.nocturne.nn.optim.Optimization;
import io.nocturne.nn.optim.OptimizerKind;
import io.nocturne.nn.optim.OptimizerState;
import io.nocturne.nn.parameter.Parameters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StateBlocksTest {
  private static final Plan ADAM =
      TestTraining.PLAN
          .withEpochs(1)
          .withEpochsPerValidation(1)
          .withPatience(1)
          .withBatch(1)
          .withLearningRate(.1);

  private static float[] numbers(int length, float first) {
    float[] numbers = new float[length];
    for (int k = 0; k < length; k++) {
      numbers[k] = first + k;
    }
    numbers[0] = -0f;
    numbers[length - 1] = Float.MIN_VALUE;
    return numbers;
  }

  /** Its parameters alone have a row for each item and layer, some of one float. */
  private static Network network(int items) {
    return Network.over(items).dense(2, Activation.TANH).multinomial();
  }

  private static StateBlocks blocks(
      Network network, Plan plan, int blockFloats, TrainingState state) {
    BlockLayout layout = StateBlocks.layout(network, plan, 1, blockFloats);
    StateBlocks initial = StateBlocks.of(network, plan, layout, worker -> state);
    StateBlocks.Progress progress =
        new StateBlocks.Progress(state.optimizer().steps(), state.epochs(), state.examples());
    return new StateBlocks(layout, progress, initial.blocks());
  }

  /** Parameters that are less than a block, a block exactly, and a block and three. */
  @ParameterizedTest
  @ValueSource(ints = {53, 52, 49})
  void theStateComesBackBitForBit(int blockFloats) {
    Network network = network(10);
    int length = (int) network.parameters(); // 20 + 2 + 20 + 10
    OptimizerState adam = new OptimizerState(numbers(length, .5f), numbers(length, -7), 12L << 32);
    TrainingState state = new TrainingState(numbers(length, 3), adam, 4, 5L << 32);
    StateBlocks blocks = blocks(network, ADAM, blockFloats, state);
    int each = blockFloats < length ? 2 : 1;
    assertEquals(3 * each, blocks.blocks().size());
    blocks.blocks().forEach(block -> assertFalse(block.length > 4 * blockFloats));

    // as a task gets them: numbers without blocks, and the blocks by themselves
    List<byte[]> sent = blocks.blocks();
    TrainingState opened =
        new StateBlocks(blocks.layout(), blocks.progress(), sent).open(network, ADAM, 0);
    assertBits(state.theta(), opened.theta());
    assertBits(state.optimizer().first(), opened.optimizer().first());
    assertBits(state.optimizer().second(), opened.optimizer().second());
    assertEquals(12L << 32, opened.optimizer().steps());
    assertEquals(4, opened.epochs());
    assertEquals(5L << 32, opened.examples());
    assertEquals(each, blocks.model().size());
    assertBits(state.theta(), new ModelBlocks(length, 0, 1).open(blocks.model()).flat());
  }

  /** Blocks that travel and those of a stored model are cut at different places. */
  @ParameterizedTest
  @ValueSource(ints = {1, Parameters.BLOCK_FLOATS, Parameters.BLOCK_FLOATS + 3})
  void modelsAreOfTheBlocksThatTheyAreStoredIn(int length) {
    float[] theta = numbers(length, 3);
    BlockLayout layout = new BlockLayout(List.of(length), 1 << 20);
    List<byte[]> blocks = new ArrayList<>();
    for (int block = 0; block < layout.blocks(); block++) {
      BlockLayout.Slice slice = layout.slice(block);
      blocks.add(BlockBytes.of(theta, slice.from(), slice.length()));
    }
    Parameters parameters = new ModelBlocks(length, 0, 1).open(blocks);
    assertEquals(length > Parameters.BLOCK_FLOATS ? 2 : 1, parameters.blocks().length);
    assertBits(theta, parameters.flat());
  }

  private static void assertBits(float[] expected, float[] actual) {
    assertEquals(expected.length, actual.length);
    assertEquals(-1, Arrays.mismatch(expected, actual)); // which tells -0 from 0
  }

  @Test
  void whatIsOpenedMayBeChanged() {
    Network network = network(10);
    float[] theta = numbers((int) network.parameters(), 1);
    StateBlocks blocks = blocks(network, ADAM, 52, TrainingState.initial(theta.clone()));
    TrainingState first = blocks.open(network, ADAM, 0);
    first.theta()[0] = 9;
    first.optimizer().first()[1] = 9;
    TrainingState second = blocks.open(network, ADAM, 0);
    assertNotSame(first.theta(), second.theta());
    assertArrayEquals(theta, second.theta());
    assertArrayEquals(new float[theta.length], second.optimizer().first());
  }

  @ParameterizedTest
  @CsvSource({"0, ADAM", "5, LAZY_ADAM", "0, NADAM", "5, SGD", "5, ADAGRAD", "0, RPROP"})
  void aWorkerGoesOnFromBlocksAsIfItHadNeverStopped(int negatives, OptimizerKind kind) {
    Network network =
        Network.over(20)
            .corrupted(new Corruption(true, .3))
            .dense(6, Activation.TANH)
            .gaussianCode(3, new Annealing(.5, 40))
            .multinomial();
    Plan plan =
        new Plan(9, 1, 1, 4, .01, .01, new SampledSoftmax(negatives, .5, .5))
            .with(Optimization.of(kind));
    float[] theta = network.initialize(1, new ParallelLoop(1));
    TrainingState through = TrainingState.initial(theta.clone(), kind);
    train(network, plan, through, 5);
    TrainingState stopped = TrainingState.initial(theta.clone(), kind);
    train(network, plan, stopped, 2);
    TrainingState continued = blocks(network, plan, 50, stopped).open(network, plan, 0);
    train(network, plan, continued, 3);
    assertBits(through.theta(), continued.theta());
    assertArrayEquals(through.optimizer().first(), continued.optimizer().first());
    assertArrayEquals(through.optimizer().second(), continued.optimizer().second());
    assertEquals(through.optimizer().steps(), continued.optimizer().steps());
    int counts = kind == OptimizerKind.LAZY_ADAM ? 1 : 0; // of the steps of rows
    assertEquals(
        1 + kind.arrays() + counts, StateBlocks.layout(network, plan, 1, 1 << 20).blocks());
    assertFalse(Arrays.equals(theta, through.theta()));
  }

  private static void train(Network network, Plan plan, TrainingState state, int epochs) {
    var histories = SparseRows.builder(20);
    float[] counts = new float[20];
    for (int user = 0; user < 10; user++) {
      int[] items = {user, user + 3, user + 9};
      histories.add(items);
      Arrays.stream(items).forEach(item -> counts[item]++);
    }
    Compute compute = Compute.on(new ParallelLoop(1));
    try (Worker worker = new Worker(network, plan, histories.build(), counts, 10, state, compute)) {
      for (int epoch = 0; epoch < epochs; epoch++) {
        worker.epoch(7);
      }
    }
  }
}
