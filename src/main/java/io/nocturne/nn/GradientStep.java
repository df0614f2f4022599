package io.nocturne.nn;

import io.nocturne.math.Compute;
import io.nocturne.math.Seeds;
import io.nocturne.nn.batch.Batch;
import io.nocturne.nn.layer.DenseInput;
import io.nocturne.nn.layer.Output;
import io.nocturne.nn.layer.Pass;
import io.nocturne.nn.layer.UserVectors;
import io.nocturne.nn.layer.Workspace;
import io.nocturne.nn.optim.Optimizer;
import io.nocturne.nn.parameter.BlockArray;
import io.nocturne.nn.parameter.Phase;
import java.util.List;

/** One step of gradient descent: forward, backward, update; its buffers are used again. */
final class GradientStep {
  private final Network network;
  private final NetworkBlocks blocks;
  private final Compute compute;
  private final Optimizer optimizer;
  private final UserVectors users;
  private final Workspace workspace = new Workspace();
  private final Activations activations;
  private final Activations prior;
  private float[] predicted;

  /**
   * Steps that change these parameters.
   *
   * @param positions how many positions most batches have
   * @param users their vectors; {@link UserVectors#NONE} where the network has none
   */
  GradientStep(
      Network network,
      int positions,
      Compute compute,
      NetworkBlocks blocks,
      Optimizer optimizer,
      UserVectors users) {
    this.network = network;
    this.blocks = blocks;
    this.compute = compute;
    this.optimizer = optimizer;
    this.users = users;
    this.activations = new Activations(network, positions, true);
    this.prior = network.hasPrior() ? new Activations(network, positions, false) : null;
  }

  /**
   * Trains on a batch.
   *
   * @param seed where noise comes from
   * @param examples how many examples were trained on before
   * @return the mean loss before the step; if it is not finite, nothing has been changed
   */
  double run(Batch batch, Phase phase, long seed, long examples) {
    if (batch.positions() == 0) {
      return 0; // histories without items have nothing to predict from
    }
    boolean goesBack = network.goesBack(phase);
    Pass pass =
        new Pass(
            compute,
            batch,
            Pass.Purpose.TRAINING,
            phase,
            seed,
            examples,
            goesBack,
            optimizer,
            users,
            workspace);
    batch.useDense(null);
    if (network.corruption().isDense() && phase != Phase.DECODER) {
      DenseInput.addNoise(pass, network.items(), network.corruption());
    }
    if (prior != null) {
      workspace.setPrior(prior(batch));
    }
    float[] last = activations.forward(pass, blocks.layers(), network.hidden().size());
    double loss = network.output().forward(pass, ofOutput(), last);
    loss += activations.penalty(pass, blocks.layers());
    if (Double.isNaN(loss) || Double.isInfinite(loss)) {
      return loss;
    }
    boolean refeeds = network.procedure().refeeds();
    if (refeeds) {
      predicted = network.output().predict(pass, ofOutput(), last, predicted);
    }
    update(pass, network.output(), last);
    if (refeeds) {
      refeed(pass);
    }
    return loss;
  }

  private List<BlockArray> ofOutput() {
    return blocks.layer(network.layers() - 1);
  }

  private void update(Pass pass, Output output, float[] last) {
    optimizer.begin(pass.examples());
    users.begin(pass.examples());
    output.backward(pass, ofOutput(), last, activations.lastGradient());
    if (pass.goesBack()) {
      activations.backward(pass, blocks.layers());
    }
  }

  /** Trains on the predictions made before the step as if they were histories. */
  private void refeed(Pass pass) {
    pass.batch().useDense(predicted);
    Pass again = pass.seeded(Seeds.derive(pass.seed(), 1));
    Output output = network.output().refeeding();
    float[] last = activations.forward(again, blocks.layers(), network.hidden().size());
    output.forward(again, ofOutput(), last);
    update(again, output, last);
  }

  /** Encodes the uncorrupted histories by the encoder of the prior. */
  private float[] prior(Batch batch) {
    Pass reading = Pass.inference(compute, batch.clean(), new Workspace());
    return prior.forward(reading, blocks.prior(), network.codeLayer() - 1);
  }
}
