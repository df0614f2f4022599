package io.nocturne.nn;

import io.nocturne.math.Activation;
import io.nocturne.math.TextbookActivation;
import java.util.Arrays;

/** Encoder and code of RecVAE (Shenbin et al. 2020), with the constants of the authors' code. */
public final class TextbookRecVae {
  private TextbookRecVae() {}

  /** h_k = norm(swish(W_k h_(k-1) + b_k + all previous h)); the first one is norm(swish(x)). */
  record Encoder(int at, int width, int stages) implements TextbookLayer {
    @Override
    public double[] forward(double[] theta, double[] x, TextbookExample example) {
      double[] h = norm(theta, at, x);
      double[] sum = h.clone();
      int from = at + 2 * width;
      for (int k = 1; k < stages; k++) {
        double[] u =
            new Textbook.Stage(from, width, width, Activation.IDENTITY, false).forward(theta, h);
        for (int j = 0; j < width; j++) {
          u[j] += sum[j];
        }
        h = norm(theta, from + width * width + width, u);
        for (int j = 0; j < width; j++) {
          sum[j] += h[j];
        }
        from += width * width + 3 * width;
      }
      return h;
    }

    private double[] norm(double[] theta, int gain, double[] u) {
      double[] y =
          Arrays.stream(u).map(z -> TextbookActivation.apply(Activation.SWISH, z)).toArray();
      double mean = Arrays.stream(y).average().orElseThrow();
      double variance = Arrays.stream(y).map(v -> (v - mean) * (v - mean)).sum() / width;
      for (int j = 0; j < width; j++) {
        double normed = (y[j] - mean) / Math.sqrt(variance + .1);
        y[j] = theta[gain + j] * normed + theta[gain + width + j];
      }
      return y;
    }
  }

  /**
   * z = mu + sigma epsilon, with a penalty of gamma times the sum of targets times log q(z) - log
   * p(z).
   */
  public record Code(int units, double gamma) implements TextbookLayer {
    @Override
    public double[] forward(double[] theta, double[] x, TextbookExample example) {
      return Textbook.sample(x, example.noise(units));
    }

    @Override
    public double penalty(double[] theta, double[] x, TextbookExample example) {
      double weight = 0;
      for (int i = 0; i < example.targets().length; i++) {
        weight += example.target(i);
      }
      return gamma * weight * estimate(x, forward(theta, x, example), example.prior());
    }

    /** log q(z) - log p(z), with q from {@code x} and the old posterior in p from {@code prior}. */
    public double estimate(double[] x, double[] z, double[] prior) {
      double sum = 0;
      for (int k = 0; k < units; k++) {
        double posterior = density(z[k], x[k], Math.exp(x[units + k]));
        double mixture =
            .15 * density(z[k], 0, 1)
                + .75 * density(z[k], prior[k], Math.exp(prior[units + k]))
                + .1 * density(z[k], 0, Math.exp(10));
        sum += Math.log(posterior / mixture);
      }
      return sum;
    }

    private static double density(double z, double mean, double variance) {
      return Math.exp(-(z - mean) * (z - mean) / variance / 2) / Math.sqrt(2 * Math.PI * variance);
    }
  }
}
