package io.nocturne.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.nocturne.math.Activation;
import io.nocturne.math.Compute;
import io.nocturne.math.ParallelLoop;
import io.nocturne.math.SparseRows;
import io.nocturne.nn.batch.Batch;
import io.nocturne.nn.batch.BatchMaker;
import io.nocturne.nn.batch.Corruption;
import io.nocturne.nn.batch.SampledSoftmax;
import io.nocturne.nn.layer.UserVectors;
import io.nocturne.nn.optim.Optimization;
import io.nocturne.nn.optim.OptimizerKind;
import io.nocturne.nn.optim.OptimizerState;
import io.nocturne.nn.optim.Schedule;
import io.nocturne.nn.parameter.BlockArray;
import io.nocturne.nn.parameter.Phase;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Vectors of training users: initialization, gradients and training. */
class UserVectorsTest {
  private static final int ITEMS = 37;
  private static final int WIDTH = 3;
  private static final int USERS = 23;
  private static final SparseRows HISTORIES = RandomHistories.of(4, USERS, ITEMS, .1);

  private static final Network LOGISTIC =
      Network.over(ITEMS)
          .corrupted(new Corruption(true, .4))
          .users()
          .negatives(2)
          .dense(WIDTH, Activation.SIGMOID)
          .code()
          .logisticTargets();

  /** With noise on every item and a hidden layer after the code. */
  private static final Network DENSE =
      Network.over(ITEMS)
          .corrupted(new Corruption(false, 0, 0, .3))
          .users()
          .negatives(1)
          .dense(WIDTH, Activation.SWISH)
          .code()
          .dense(4, Activation.TANH)
          .squaredObserved(Activation.SIGMOID, false);

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 30})
  void initialVectorDoesNotDependOnTheWorker(int workers) {
    float[] one = LOGISTIC.initializeUsers(7, 0, 1, USERS * WIDTH);
    for (int worker = 0; worker < workers; worker++) {
      int rows = (USERS - worker + workers - 1) / workers;
      float[] own = LOGISTIC.initializeUsers(7, worker, workers, rows * WIDTH);
      for (int r = 0; r < rows; r++) {
        int row = worker + r * workers;
        assertArrayEquals(
            Arrays.copyOfRange(one, row * WIDTH, (row + 1) * WIDTH),
            Arrays.copyOfRange(own, r * WIDTH, (r + 1) * WIDTH));
      }
    }
    assertFalse(Arrays.equals(one, LOGISTIC.initializeUsers(8, 0, 1, one.length)));
  }

  /**
   * 4,000 users: sums of the squares of {@code WIDTH} numbers of variance 1 / {@code WIDTH} each.
   */
  @Test
  void initialVectorsHaveUnitLengthOnAverage() {
    float[] vectors = LOGISTIC.initializeUsers(7, 0, 1, 4_000 * WIDTH);
    double sum = 0;
    double squares = 0;
    for (float value : vectors) {
      sum += value;
      squares += value * value;
    }
    assertEquals(0, sum / vectors.length, 5 / Math.sqrt(3.0 * vectors.length));
    assertEquals(1, squares / 4_000, 5 * Math.sqrt(2.0 / 3 / 4_000));
  }

  /** With users unequal to the row numbers, some of them not in the batch. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void gradientsMatchCentralDifferences(boolean dense) {
    Network network = dense ? DENSE : LOGISTIC;
    float[] theta = RecordedStep.parameters(network);
    float[] vectors = Gradients.random(3, USERS * WIDTH, 1);
    UserVectors users = UserVectors.of(vectors, WIDTH);
    GradientRecorder ofTheta = new GradientRecorder(network.blocks());
    GradientRecorder ofUsers = new GradientRecorder(List.of(users.vectors().shape()));
    int[] order = {8, 1, 5, 22, 2, 4, 0, 7, 6};
    Batch batch = new Batch();
    new BatchMaker(HISTORIES, network.corruption(), network.procedure().targets(), null, false)
        .make(order, 0, 9, 5, batch);
    Compute compute = Compute.on(new ParallelLoop(1));
    double loss =
        new GradientStep(
                network,
                9,
                compute,
                FlatParameters.blocks(network, theta),
                ofTheta,
                new UserVectors(users.vectors(), ofUsers))
            .run(batch, Phase.ALL, 6, 0);

    TextbookUsers textbook = new TextbookUsers(network);
    double[] t = Gradients.doubles(theta, 0, theta.length);
    double[] u = Gradients.doubles(vectors, 0, vectors.length);
    assertEquals(textbook.loss(t, u, batch), loss, 2e-6 * loss);
    double[] byUsers = Gradients.differences(v -> textbook.loss(t, v, batch), u, 1);
    Arrays.setAll(byUsers, k -> 9 * byUsers[k]); // of the loss of the user, not of the mean of nine
    int[] times = new int[vectors.length];
    for (int user = 0; user < USERS; user++) {
      int own = user;
      boolean trains = Arrays.stream(order).anyMatch(member -> member == own);
      Arrays.fill(times, user * WIDTH, (user + 1) * WIDTH, trains ? 1 : 0);
      Arrays.fill(byUsers, user * WIDTH, trains ? user * WIDTH : (user + 1) * WIDTH, Double.NaN);
    }
    assertArrayEquals(times, ofUsers.times, "no other users");
    Gradients.assertSame(byUsers, ofUsers.gradient, 0);
    Gradients.assertSame(
        Gradients.differences(v -> textbook.loss(v, u, batch), t, 7), ofTheta.gradient, 0);
  }

  private static final Plan PLAN =
      new Plan(3, 1, 1, 8, .5, .01, SampledSoftmax.OFF)
          .with(new Optimization(OptimizerKind.SGD, 0, Schedule.CONSTANT, 0, 0));

  private static TrainingState state(int users) {
    float[] vectors = LOGISTIC.initializeUsers(7, 0, 1, users * WIDTH);
    UserState own = UserState.initial(vectors, WIDTH, OptimizerKind.SGD);
    float[] theta = RecordedStep.parameters(LOGISTIC);
    OptimizerState shared = OptimizerState.zero(OptimizerKind.SGD, LOGISTIC.blocks());
    List<BlockArray> blocks = FlatParameters.blocks(LOGISTIC.blocks(), theta);
    return new TrainingState(blocks, shared, own, 0, 0);
  }

  private static TrainingState trained(int threads) {
    TrainingState state = state(USERS);
    float[] counts = RandomHistories.counts(HISTORIES);
    try (ParallelLoop loop = new ParallelLoop(threads);
        Worker worker =
            new Worker(LOGISTIC, PLAN, HISTORIES, counts, USERS, state, Compute.on(loop))) {
      for (int epoch = 0; epoch < 3; epoch++) {
        worker.epoch(11);
      }
    }
    return state;
  }

  /** Three epochs of batches of 8, 8 and 7, with central differences as gradients. */
  @Test
  void workerMatchesAPlainLoop() {
    TrainingState first = state(USERS);
    double[] theta = Gradients.doubles(FlatParameters.of(first), 0, (int) LOGISTIC.parameters());
    double[] vectors = Gradients.doubles(first.users().vectors().floats(), 0, USERS * WIDTH);
    BatchMaker maker =
        new BatchMaker(
            HISTORIES, LOGISTIC.corruption(), LOGISTIC.procedure().targets(), null, false);
    Batch batch = new Batch();
    for (int epoch = 0; epoch < 3; epoch++) {
      EpochDraws draws = new EpochDraws(11, epoch, USERS);
      for (int b = 0; b < 3; b++) {
        maker.make(draws.order(), 8 * b, Math.min(USERS, 8 * b + 8), draws.batchSeed(b), batch);
        descend(theta, vectors, batch);
      }
    }
    TrainingState state = trained(1);
    assertArrayEquals(theta, Gradients.doubles(FlatParameters.of(state), 0, theta.length), 1e-5);
    float[] trained = state.users().vectors().floats();
    assertArrayEquals(vectors, Gradients.doubles(trained, 0, trained.length), 1e-5);
    assertEquals(9, state.optimizer().steps());
    assertEquals(3, state.users().optimizer().steps(), "each user is in one step per epoch");
  }

  /** Weights and the vectors of users in the batch decay; biases do not. */
  private static void descend(double[] theta, double[] vectors, Batch batch) {
    TextbookUsers textbook = new TextbookUsers(LOGISTIC);
    double[] byTheta = Gradients.differences(v -> textbook.loss(v, vectors, batch), theta, 1);
    double[] byUsers = Gradients.differences(v -> textbook.loss(theta, v, batch), vectors, 1);
    int weights = ITEMS * WIDTH;
    for (int k = 0; k < theta.length; k++) {
      boolean decays = k < weights || k >= weights + WIDTH && k < 2 * weights + WIDTH;
      theta[k] -= .5 * (byTheta[k] + (decays ? .01 * theta[k] : 0));
    }
    for (int r = 0; r < batch.rows(); r++) {
      for (int k = batch.members()[r] * WIDTH; k < (batch.members()[r] + 1) * WIDTH; k++) {
        vectors[k] -= .5 * (batch.rows() * byUsers[k] + .01 * vectors[k]);
      }
    }
  }

  @Test
  void bitsDoNotDependOnThreads() {
    TrainingState one = trained(1);
    TrainingState four = trained(4);
    assertArrayEquals(FlatParameters.of(one), FlatParameters.of(four), 0f);
    assertArrayEquals(one.users().vectors().floats(), four.users().vectors().floats(), 0f);
  }

  /** As with more workers than users. */
  @Test
  void workerWithoutUsersTrainsNothing() {
    TrainingState state = state(0);
    float[] before = FlatParameters.of(state);
    SparseRows nobody = SparseRows.builder(ITEMS).build();
    Compute compute = Compute.on(new ParallelLoop(1));
    float[] counts = RandomHistories.counts(HISTORIES);
    try (Worker worker = new Worker(LOGISTIC, PLAN, nobody, counts, USERS, state, compute)) {
      assertEquals(0, worker.epoch(11));
    }
    assertArrayEquals(before, FlatParameters.of(state), 0f);
    assertEquals(1, state.epochs());
  }
}
