package io.nocturne.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.math.Activation;
import io.nocturne.math.Compute;
import io.nocturne.math.ParallelLoop;
import io.nocturne.math.SparseRows;
import io.nocturne.math.SparseRowsBuilder;
import io.nocturne.nn.batch.Batch;
import io.nocturne.nn.batch.Corruption;
import io.nocturne.nn.batch.InputMaker;
import io.nocturne.nn.layer.Pass;
import io.nocturne.nn.layer.UserVectors;
import io.nocturne.nn.layer.Workspace;
import io.nocturne.nn.parameter.Parameters;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Compares the vectors of users outside training with Adagrad in doubles on central differences.
 */
class FoldInTest {
  private static final int ITEMS = 60;
  private static final int WIDTH = 4;
  private static final Compute COMPUTE = Compute.on(new ParallelLoop(1));
  private static final SparseRows HISTORIES = RandomHistories.of(2, 9, ITEMS, .1);

  private static NetworkBuilder builder(double negatives, Activation activation) {
    return Network.over(ITEMS)
        .corrupted(new Corruption(true, .4))
        .users()
        .negatives(negatives)
        .dense(WIDTH, activation)
        .code();
  }

  /** Both losses, invertible and other activations, and more negatives than absent items. */
  static Stream<Network> networks() {
    return Stream.of(
        builder(3, Activation.SIGMOID).logisticTargets(),
        builder(2.5, Activation.SWISH).logisticTargets(),
        builder(100, Activation.TANH).squaredObserved(Activation.SIGMOID, false),
        builder(0, Activation.IDENTITY).squaredObserved(Activation.IDENTITY, false));
  }

  private static float[] trained(
      Network network, SparseRows histories, boolean[] fixed, float[] from) {
    Batch batch = new Batch();
    new InputMaker(network.corruption().inference()).make(histories, false, batch);
    batch.setMembers(RandomHistories.inOrder(histories.rows()));
    float[] vectors = from.clone();
    Pass pass =
        Pass.inference(COMPUTE, batch, new Workspace()).with(UserVectors.of(vectors, WIDTH));
    NetworkBlocks blocks = FlatParameters.blocks(network, RecordedStep.parameters(network));
    new FoldIn(network, blocks).train(pass, histories, fixed, vectors);
    return vectors;
  }

  private static float[] trained(Network network, SparseRows histories) {
    int rows = histories.rows();
    return trained(network, histories, new boolean[rows], new float[rows * WIDTH]);
  }

  /** The loss of the positives, plus the mean over absent items times the number of draws. */
  private static double loss(Network network, TextbookExample example, double[] vector) {
    TextbookUsers users = new TextbookUsers(network);
    double[] theta =
        Gradients.doubles(RecordedStep.parameters(network), 0, (int) network.parameters());
    double[] y = users.predictions(theta, vector, 0, example);
    double positives = 0;
    double others = 0;
    int own = 0;
    for (int i = 0; i < ITEMS; i++) {
      own += example.has(i) ? 1 : 0;
      positives += example.has(i) ? users.target(y[i], example.target(i)) : 0;
      others += example.has(i) ? 0 : users.target(y[i], 0);
    }
    double drawn = Math.min(ITEMS - own, network.procedure().targets().negatives() * own);
    return positives + drawn * others / (ITEMS - own);
  }

  /** Ten steps at the rate 0.1 from zero. */
  private static double[] adagrad(Network network, TextbookExample example) {
    double[] vector = new double[WIDTH];
    double[] squares = new double[WIDTH];
    for (int step = 0; step < 10; step++) {
      double[] gradient = Gradients.differences(v -> loss(network, example, v), vector, 1);
      for (int k = 0; k < WIDTH; k++) {
        squares[k] += gradient[k] * gradient[k];
        vector[k] -= .1 * gradient[k] / (Math.sqrt(squares[k]) + 1e-8);
      }
    }
    return vector;
  }

  @ParameterizedTest
  @MethodSource("networks")
  void vectorsMatchAdagradOnTheLoss(Network network) {
    float[] vectors = trained(network, HISTORIES);
    for (TextbookExample example : TextbookExample.of(HISTORIES, true)) {
      int row = example.row();
      double[] own = Gradients.doubles(vectors, row * WIDTH, (row + 1) * WIDTH);
      if (row == RandomHistories.EMPTY) {
        assertArrayEquals(new double[WIDTH], own, "there is nothing to train on");
        continue;
      }
      assertArrayEquals(adagrad(network, example), own, 1e-3);
      double before = loss(network, example, new double[WIDTH]);
      assertTrue(loss(network, example, own) < before, "the loss of row " + row);
    }
  }

  private static void append(SparseRowsBuilder builder, int row, int owner) {
    int from = HISTORIES.start(row);
    int[] items = new int[HISTORIES.end(row) - from];
    float[] weights = new float[items.length];
    for (int k = 0; k < items.length; k++) {
      items[k] = HISTORIES.index(from + k);
      weights[k] = HISTORIES.value(from + k);
    }
    builder.add(items, weights, owner);
  }

  @ParameterizedTest
  @MethodSource("networks")
  void vectorsDoNotDependOnTheBatch(Network network) {
    float[] together = trained(network, HISTORIES);
    assertArrayEquals(together, trained(network, HISTORIES), 0f);
    for (int row = 0; row < HISTORIES.rows(); row++) {
      SparseRowsBuilder alone = SparseRows.builder(ITEMS);
      append(alone, row, SparseRows.NO_OWNER);
      float[] expected = trained(network, alone.build());
      float[] own = Arrays.copyOfRange(together, row * WIDTH, (row + 1) * WIDTH);
      assertArrayEquals(expected, own, 1e-4f);
    }
  }

  @Test
  void trainingUsersKeepTheirVectors() {
    Network network = networks().findFirst().orElseThrow();
    boolean[] fixed = new boolean[9];
    float[] from = new float[9 * WIDTH];
    fixed[3] = true;
    fixed[8] = true;
    float[] known = Gradients.random(4, WIDTH, 1);
    System.arraycopy(known, 0, from, 3 * WIDTH, WIDTH);
    float[] vectors = trained(network, HISTORIES, fixed, from);
    float[] expected = trained(network, HISTORIES);
    System.arraycopy(known, 0, expected, 3 * WIDTH, WIDTH);
    Arrays.fill(expected, 8 * WIDTH, 9 * WIDTH, 0);
    assertArrayEquals(expected, vectors, 0f);
  }

  /** Training users 0 to 4 have vectors; users with a higher number or none are folded in. */
  @ParameterizedTest
  @MethodSource("networks")
  void scoresAndCodesUseTheUsersVectors(Network network) {
    int[] owners = {4, -1, 0, 5, 2, -1, 1 << 30, 3, 0};
    SparseRowsBuilder builder = SparseRows.builder(ITEMS);
    for (int row = 0; row < 9; row++) {
      append(builder, row, owners[row]);
    }
    float[] vectors = Gradients.random(5, 5 * WIDTH, 1);
    float[] theta = RecordedStep.parameters(network);
    Parameters parameters =
        FlatParameters.parameters(network, theta)
            .with(Parameters.floats(UserVectors.shape(5, WIDTH), vectors));
    Inference inference = new Inference(network, parameters, COMPUTE);
    float[] scores = new float[9 * ITEMS];
    float[] codes = new float[9 * WIDTH];
    inference.score(builder.build(), scores);
    inference.encode(builder.build(), codes);
    float[] again = new float[9 * ITEMS];
    inference.score(builder.build(), again);
    assertArrayEquals(scores, again, 0f);

    float[] foldedIn = trained(network, HISTORIES);
    TextbookUsers users = new TextbookUsers(network);
    TextbookNetwork textbook = new TextbookNetwork(network, 0);
    double[] doubles = Gradients.doubles(theta, 0, theta.length);
    for (TextbookExample example : TextbookExample.of(HISTORIES, true)) {
      int row = example.row();
      boolean known = owners[row] >= 0 && owners[row] < 5;
      float[] from = known ? vectors : foldedIn;
      int user = known ? owners[row] : row;
      double[] all = Gradients.doubles(from, 0, from.length);
      Gradients.assertSame(users.predictions(doubles, all, user, example), scores, row * ITEMS);
      double[] own = users.parameters(doubles, all, user);
      Gradients.assertSame(textbook.code(own, example), codes, row * WIDTH);
    }
  }

  @Test
  void rejectsHiddenLayers() {
    Network deep = builder(1, Activation.TANH).dense(3, Activation.TANH).logisticTargets();
    NetworkBlocks blocks = FlatParameters.blocks(deep, RecordedStep.parameters(deep));
    assertThrows(IllegalArgumentException.class, () -> new FoldIn(deep, blocks));
  }
}
