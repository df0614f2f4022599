package io.nocturne.nn;

import io.nocturne.math.Seeds;

/** One step of gradient descent: forward, backward, update; its buffers are used again. */
final class Learner {
  private final Network network;
  private final Pass pass;
  private final Activations activations;
  private final Activations prior;
  private float[] predicted;

  /**
   * Of a network without vectors of users.
   *
   * @param rows the most rows that a batch has
   */
  Learner(Network network, int rows, Compute compute, float[] theta, Optimizer optimizer) {
    this(network, rows, compute, theta, optimizer, null);
  }

  /**
   * @param rows the most rows that a batch has
   * @param users their vectors; null where the network has none
   */
  Learner(
      Network network,
      int rows,
      Compute compute,
      float[] theta,
      Optimizer optimizer,
      UserVectors users) {
    this.network = network;
    this.pass = new Pass(compute, theta);
    this.pass.optimizer = optimizer;
    this.pass.users = users;
    this.activations = new Activations(network, rows, true);
    this.prior = network.hasPrior() ? new Activations(network, rows, false) : null;
  }

  /**
   * Learns from a batch.
   *
   * @param seed where noise comes from
   * @param examples how many examples were learnt from before
   * @return the mean loss before the step; if it is not finite, nothing has been changed
   */
  double step(Batch batch, Phase phase, long seed, long examples) {
    pass.phase = phase;
    pass.goesBack = network.goesBack(phase);
    pass.batch = batch;
    pass.rows = batch.rows;
    pass.seed = seed;
    pass.examples = examples;
    batch.dense = null;
    if (network.corruption().isDense() && phase != Phase.DECODER) {
      DenseInput.addNoise(pass, batch, network.items(), network.corruption());
    }
    int layers = network.hidden().size();
    int at = network.at(layers);
    if (prior != null) {
      pass.prior = prior(batch);
    }
    float[] last = activations.forward(pass, batch, layers);
    double loss = network.output().forward(pass, at, batch, last);
    loss += activations.penalty(pass);
    if (Double.isNaN(loss) || Double.isInfinite(loss)) {
      return loss;
    }
    if (network.procedure().refeeds()) {
      predicted = DenseInput.predicted(pass, at, (TargetOutput) network.output(), last, predicted);
    }
    pass.optimizer.begin(examples);
    if (pass.users != null) {
      pass.users.begin(examples);
    }
    network.output().backward(pass, at, batch, last, activations.lastGradient());
    if (pass.goesBack) {
      activations.backward(pass, batch);
    }
    if (network.procedure().refeeds()) {
      refeed(batch);
    }
    return loss;
  }

  /** Learns from what was predicted before the step as if it were the histories. */
  private void refeed(Batch batch) {
    batch.dense = predicted;
    pass.seed = Seeds.derive(pass.seed, 1);
    int layers = network.hidden().size();
    int at = network.at(layers);
    Output output = network.output().refed();
    float[] last = activations.forward(pass, batch, layers);
    output.forward(pass, at, batch, last);
    pass.optimizer.begin(pass.examples);
    output.backward(pass, at, batch, last, activations.lastGradient());
    activations.backward(pass, batch);
  }

  /** What the encoder of the prior makes of the histories as they are. */
  private float[] prior(Batch batch) {
    Pass reading = new Pass(pass.compute, pass.theta);
    reading.rows = batch.rows;
    return prior.forward(reading, network.priorAt(), batch.clean, network.codeLayers() - 1);
  }
}
