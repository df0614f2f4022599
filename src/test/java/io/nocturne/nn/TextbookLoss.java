package io.nocturne.nn;

import io.nocturne.math.Activation;
import io.nocturne.math.TextbookActivation;
import io.nocturne.nn.layer.ItemOutput;
import io.nocturne.nn.layer.Output;
import io.nocturne.nn.layer.TargetOutput;
import io.nocturne.nn.layer.TiedOutput;
import io.nocturne.nn.loss.Cosine;
import io.nocturne.nn.loss.CrossEntropy;
import io.nocturne.nn.loss.Loss;
import io.nocturne.nn.loss.Squared;
import java.util.Arrays;

/** Textbook implementations of the losses of a row. */
final class TextbookLoss {
  private TextbookLoss() {}

  /** The loss of an output layer for the scores s of an example. */
  static double of(Output output, double[] s, TextbookExample example) {
    if (output instanceof TargetOutput layer) {
      return ofTargets(layer, s, example);
    }
    Loss loss = loss(output);
    if (loss instanceof Squared squared) {
      return squared(squared.activation(), s, example);
    }
    if (loss instanceof CrossEntropy) {
      return crossEntropy(s, example);
    }
    return loss instanceof Cosine cosine
        ? cosine(cosine.rectified(), s, example)
        : multinomial(s, example);
  }

  /** The activation that turns scores into predictions. */
  static Activation activation(Output output) {
    if (output instanceof TargetOutput layer) {
      return layer.activation();
    }
    return loss(output) instanceof Squared squared ? squared.activation() : Activation.IDENTITY;
  }

  private static Loss loss(Output output) {
    return output instanceof TiedOutput tied ? tied.loss() : ((ItemOutput) output).loss();
  }

  private static double ofTargets(TargetOutput layer, double[] s, TextbookExample example) {
    double sum = 0;
    for (int i = 0; i < s.length; i++) {
      if (example.has(i)) {
        double y = TextbookActivation.apply(layer.activation(), s[i]);
        double x = example.target(i);
        sum +=
            switch (layer.loss()) {
              case SQUARED -> (y - x) * (y - x);
              case LOGISTIC -> logistic(y, x);
            };
      }
    }
    return sum;
  }

  /** -x log p - (1 - x) log(1 - p) with p = sigmoid(s). */
  private static double logistic(double s, double x) {
    double p = 1 / (1 + Math.exp(-s));
    return -x * Math.log(p) - (1 - x) * Math.log(1 - p);
  }

  private static double squared(Activation activation, double[] s, TextbookExample example) {
    double sum = 0;
    for (int i = 0; i < s.length; i++) {
      double error = TextbookActivation.apply(activation, s[i]) - example.target(i);
      sum += error * error;
    }
    return sum;
  }

  private static double crossEntropy(double[] s, TextbookExample example) {
    double sum = 0;
    for (int i = 0; i < s.length; i++) {
      sum += logistic(s[i], example.target(i));
    }
    return sum;
  }

  private static double multinomial(double[] s, TextbookExample example) {
    double log = Math.log(Arrays.stream(s).map(Math::exp).sum());
    double sum = 0;
    for (int i = 0; i < s.length; i++) {
      sum -= example.target(i) * (s[i] - log);
    }
    return sum;
  }

  /** |x/|x| - y/|y||^2; 2 if either is zero. */
  private static double cosine(boolean rectified, double[] s, TextbookExample example) {
    double ofScores = 0;
    double ofTargets = 0;
    double product = 0;
    for (int i = 0; i < s.length; i++) {
      double y = rectified ? Math.max(0, s[i]) : s[i];
      double x = example.target(i);
      ofScores += y * y;
      ofTargets += x * x;
      product += x * y;
    }
    boolean none = ofScores <= 1e-12 * ofTargets || ofTargets == 0;
    return none ? 2 : 2 - 2 * product / Math.sqrt(ofScores * ofTargets);
  }
}
