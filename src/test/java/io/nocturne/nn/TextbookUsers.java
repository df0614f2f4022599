package io.nocturne.nn;

import io.nocturne.nn.batch.Batch;
import io.nocturne.nn.layer.TargetOutput;
import io.nocturne.nn.loss.TargetLoss;
import java.util.Arrays;

/** Networks with vectors of users: a vector is added to the biases of the first layer. */
record TextbookUsers(Network network) {
  /** The parameters of a network without user vectors that is equivalent for a user. */
  double[] parameters(double[] theta, double[] vectors, int user) {
    double[] own = theta.clone();
    int width = network.userWidth();
    int biases = network.items() * width;
    for (int k = 0; k < width; k++) {
      own[biases + k] += vectors[user * width + k];
    }
    return own;
  }

  /** The predictions for a user. */
  double[] predictions(double[] theta, double[] vectors, int user, TextbookExample example) {
    return new TextbookNetwork(network, 0).predictions(parameters(theta, vectors, user), example);
  }

  /** The mean loss of a batch over its targets, including drawn ones. */
  double loss(double[] theta, double[] vectors, Batch batch) {
    double sum = 0;
    for (int r = 0; r < batch.rows(); r++) {
      double[] y = predictions(theta, vectors, batch.members()[r], input(batch, r));
      for (int k = 0; k < batch.targetStarts()[batch.tiles().count()]; k++) {
        if (batch.targetPositions()[k] == r) {
          sum += target(y[batch.targetColumns()[k]], batch.targetWeights()[k]);
        }
      }
    }
    return sum / batch.rows();
  }

  /** The loss of one target. */
  double target(double y, double x) {
    boolean squared = ((TargetOutput) network.output()).loss() == TargetLoss.SQUARED;
    return squared ? (y - x) * (y - x) : Math.log1p(Math.exp(y)) - x * y;
  }

  private TextbookExample input(Batch batch, int row) {
    double[] nothing = new double[network.items()];
    double[] none = new double[network.items()];
    Arrays.fill(none, Double.NaN);
    return new TextbookExample(nothing, none, null, null, row).inStep(batch, row, 0, null);
  }
}
