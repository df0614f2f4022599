package io.nocturne.spark.train.state;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.nocturne.math.Activation;
import io.nocturne.math.Compute;
import io.nocturne.math.ParallelLoop;
import io.nocturne.math.SparseRows;
import io.nocturne.nn.FlatParameters;
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
import io.nocturne.nn.parameter.Block;
import io.nocturne.nn.parameter.BlockArray;
import io.nocturne.nn.parameter.Parameters;
import io.nocturne.spark.train.TestTraining;
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

  /** The parameters have a row per item and layer, some of one float. */
  private static Network network(int items) {
    return Network.over(items).dense(2, Activation.TANH).multinomial();
  }

  /** A network's blocks with distinct numbers. */
  private static List<BlockArray> parameters(Network network) {
    return FlatParameters.blocks(network.blocks(), numbers((int) network.parameters(), 3));
  }

  private static TrainingState initial(Network network, float[] theta, OptimizerKind kind) {
    return TrainingState.initial(FlatParameters.blocks(network.blocks(), theta), kind);
  }

  private static void fill(float[] array, float first) {
    System.arraycopy(numbers(array.length, first), 0, array, 0, array.length);
  }

  private static StateBlocks blocks(
      Network network, Plan plan, int blockFloats, TrainingState state) {
    BlockLayout layout = StateBlocks.layout(network, plan, 1, blockFloats);
    StateBlocks initial = StateBlocks.of(network, plan, layout, worker -> state);
    StateBlocks.Progress progress =
        new StateBlocks.Progress(state.optimizer().steps(), state.epochs(), state.examples());
    return new StateBlocks(layout, progress, initial.blocks());
  }

  /** Parameters of less than a block, of exactly one, and of a block and three floats. */
  @ParameterizedTest
  @ValueSource(ints = {53, 52, 49})
  void stateSurvivesTheRoundTrip(int blockFloats) {
    Network network = network(10);
    int length = (int) network.parameters(); // 20 + 2 + 20 + 10
    OptimizerState adam =
        OptimizerState.zero(OptimizerKind.ADAM, network.blocks()).after(12L << 32, 12L << 32);
    for (int block = 0; block < network.blocks().size(); block++) {
      fill(adam.first(block), .5f + block);
      fill(adam.second(block), -7 - block);
    }
    TrainingState state = new TrainingState(parameters(network), adam, 4, 5L << 32);
    StateBlocks blocks = blocks(network, ADAM, blockFloats, state);
    int each = blockFloats < length ? 2 : 1;
    assertEquals(each + (2 * length + blockFloats - 1) / blockFloats, blocks.blocks().size());
    blocks.blocks().forEach(block -> assertFalse(block.length > 4 * blockFloats));

    // as for a task: counters without blocks, and the blocks separately
    List<byte[]> sent = blocks.blocks();
    TrainingState opened =
        new StateBlocks(blocks.layout(), blocks.progress(), sent).open(network, ADAM, 0);
    assertBits(FlatParameters.of(state), FlatParameters.of(opened));
    assertSameMoments(network, state.optimizer(), opened.optimizer());
    assertEquals(12L << 32, opened.optimizer().steps());
    assertEquals(4, opened.epochs());
    assertEquals(5L << 32, opened.examples());
    assertEquals(each, blocks.model().size());
    Parameters model = new ModelBlocks(network, 1).open(blocks.layout(), blocks.model());
    assertEquals(network.blocks(), model.shapes());
    assertBits(FlatParameters.of(state), FlatParameters.of(model));
  }

  /** Blocks of a state and of a stored model have different boundaries. */
  @ParameterizedTest
  @ValueSource(ints = {1, Block.PART, Block.PART + 3})
  void modelsHaveTheBlocksOfTheStore(int length) {
    float[] theta = numbers(length, 3);
    BlockLayout layout = TestLayouts.of(1 << 20, length);
    List<byte[]> blocks = TestLayouts.blocks(layout, theta);
    Parameters parameters = TestLayouts.models(length).open(layout, blocks);
    assertEquals(length > Block.PART ? 2 : 1, parameters.blocks().get(0).parts());
    assertBits(theta, FlatParameters.of(parameters));
  }

  private static void assertSameMoments(
      Network network, OptimizerState expected, OptimizerState actual) {
    for (int block = 0; block < network.blocks().size(); block++) {
      assertBits(expected.first(block), actual.first(block));
      assertBits(expected.second(block), actual.second(block));
    }
  }

  private static void assertBits(float[] expected, float[] actual) {
    assertEquals(expected.length, actual.length);
    assertEquals(-1, Arrays.mismatch(expected, actual)); // which tells -0 from 0
  }

  @Test
  void openedStateCanBeChanged() {
    Network network = network(10);
    StateBlocks blocks = blocks(network, ADAM, 52, TrainingState.initial(parameters(network)));
    float[] before = FlatParameters.of(parameters(network));
    TrainingState first = blocks.open(network, ADAM, 0);
    first.parameters().get(0).floats()[0] = 9;
    first.optimizer().first(0)[1] = 9;
    TrainingState second = blocks.open(network, ADAM, 0);
    assertBits(before, FlatParameters.of(second));
    assertArrayEquals(new float[20], second.optimizer().first(0));
  }

  @ParameterizedTest
  @CsvSource({"0, ADAM", "5, LAZY_ADAM", "0, NADAM", "5, SGD", "5, ADAGRAD", "0, RPROP"})
  void workerResumesFromBlocksWithTheSameBits(int negatives, OptimizerKind kind) {
    Network network =
        Network.over(20)
            .corrupted(new Corruption(true, .3))
            .dense(6, Activation.TANH)
            .gaussianCode(3, new Annealing(.5, 40))
            .multinomial();
    Plan plan =
        new Plan(9, 1, 1, 4, .01, .01, new SampledSoftmax(negatives, .5, .5))
            .with(Optimization.of(kind));
    float[] theta = FlatParameters.of(network.initialize(1, new ParallelLoop(1)));
    TrainingState through = initial(network, theta, kind);
    train(network, plan, through, 5);
    TrainingState stopped = initial(network, theta, kind);
    train(network, plan, stopped, 2);
    TrainingState continued = blocks(network, plan, 50, stopped).open(network, plan, 0);
    train(network, plan, continued, 3);
    assertBits(FlatParameters.of(through), FlatParameters.of(continued));
    assertSameMoments(network, through.optimizer(), continued.optimizer());
    assertEquals(through.optimizer().steps(), continued.optimizer().steps());
    int counts = kind == OptimizerKind.LAZY_ADAM ? 3 : 0; // the row steps of three blocks
    int trained = network.blocks().size();
    BlockLayout layout = StateBlocks.layout(network, plan, 1, 1 << 20);
    assertEquals(trained * (1 + kind.arrays()) + counts, layout.arrays().size());
    assertEquals(2, layout.blocks(), "all that is small shares a block");
    assertFalse(Arrays.equals(theta, FlatParameters.of(through)));
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
