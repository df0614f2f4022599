package io.nocturne.nn;

import io.nocturne.math.Activation;
import io.nocturne.math.TextbookActivation;
import io.nocturne.nn.layer.TargetOutput;
import io.nocturne.nn.layer.TiedOutput;
import java.util.ArrayList;
import java.util.List;

/** Loss and scores of any network, from the formulas of its layers, with its parameters. */
final class TextbookNetwork {
  private final Network network;
  private final List<TextbookLayer> layers = new ArrayList<>();

  /**
   * @param seen number of examples trained before
   */
  TextbookNetwork(Network network, long seen) {
    this.network = network;
    layers.add(TextbookLayer.of(network.input()));
    for (int l = 0; l < network.hidden().size(); l++) {
      layers.add(
          TextbookLayer.of(network.hidden().get(l), FlatParameters.start(network, l + 1), seen));
    }
  }

  /** The mean loss of a batch with all penalties. */
  double loss(double[] theta, List<TextbookExample> examples) {
    double losses = 0;
    double penalties = 0;
    long targets = 0;
    for (TextbookExample example : examples) {
      double[][] values = forward(theta, example, layers.size());
      losses += TextbookLoss.of(network.output(), scores(theta, example, values), example);
      for (int l = 0; l < layers.size(); l++) {
        penalties += layers.get(l).penalty(theta, values[l], example);
      }
      for (int i = 0; i < network.items(); i++) {
        targets += example.has(i) ? 1 : 0;
      }
    }
    boolean perTarget = network.output() instanceof TargetOutput output && output.perTarget();
    double parts = perTarget ? Math.max(1, targets) : examples.size();
    return losses / parts + penalties / examples.size();
  }

  /** The predictions of the model. */
  double[] predictions(double[] theta, TextbookExample example) {
    double[] scores = scores(theta, example, forward(theta, example, layers.size()));
    for (int i = 0; i < scores.length; i++) {
      scores[i] = TextbookActivation.apply(TextbookLoss.activation(network.output()), scores[i]);
    }
    return scores;
  }

  double[] code(double[] theta, TextbookExample example) {
    int count = network.codeLayer() + 1;
    return forward(theta, example, count)[count];
  }

  /** Mean and log-variance from the encoder of the prior. */
  double[] prior(double[] theta, TextbookExample example) {
    if (!network.hasPrior()) {
      return null;
    }
    double[] encoder = new double[theta.length];
    int from = FlatParameters.start(network, network.layers());
    System.arraycopy(theta, from, encoder, 0, theta.length - from);
    int count = network.codeLayer();
    return forward(encoder, example, count)[count];
  }

  private double[][] forward(double[] theta, TextbookExample example, int count) {
    double[][] values = new double[count + 1][];
    values[0] = example.input();
    for (int l = 0; l < count; l++) {
      values[l + 1] = layers.get(l).forward(theta, values[l], example);
    }
    return values;
  }

  private double[] scores(double[] theta, TextbookExample example, double[][] values) {
    double[] h = values[layers.size()];
    if (network.output() instanceof TiedOutput output) {
      return ((TextbookTied) layers.get(0)).scores(theta, h, output.residual(), example);
    }
    int at = FlatParameters.start(network, network.layers() - 1);
    return new Textbook.Stage(at, h.length, network.items(), Activation.IDENTITY, false)
        .forward(theta, h);
  }
}
