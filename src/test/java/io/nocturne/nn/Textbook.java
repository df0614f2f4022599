package io.nocturne.nn;

import io.nocturne.math.Activation;
import io.nocturne.math.TextbookActivation;
import java.util.ArrayList;
import java.util.List;

/**
 * Textbook implementation of autoencoders: doubles, dense rows, one example at a time, derivatives
 * by z. Parameters are in the order of a {@link Network}.
 */
public final class Textbook {
  private final List<Stage> stages = new ArrayList<>();
  private int parameters;
  private int width;

  Textbook(int items) {
    this.width = items;
  }

  /** y = f(W x + b); only the first layer has W as [inputs x outputs]. */
  Textbook dense(int units, Activation activation) {
    stages.add(new Stage(parameters, width, units, activation, stages.isEmpty()));
    parameters += units * width + units;
    width = units;
    return this;
  }

  Textbook gaussianCode(int units) {
    dense(2 * units, Activation.IDENTITY);
    stages.add(new Stage(parameters, 2 * units, units, null, false));
    width = units;
    return this;
  }

  int parameters() {
    return parameters;
  }

  /** Width of the output of the first layer. */
  int firstWidth() {
    return stages.get(0).outputs();
  }

  /** Width of the input of the last layer. */
  int lastWidth() {
    return stages.get(stages.size() - 1).inputs();
  }

  /** Whether a parameter belongs to W, not to b. */
  boolean isWeight(int parameter) {
    return stages.stream().anyMatch(stage -> stage.hasWeight(parameter));
  }

  /** The mean over the rows of -sum x log softmax(s) + klWeight KL. */
  double loss(double[] theta, TextbookBatch batch) {
    double sum = 0;
    for (int row = 0; row < batch.rows(); row++) {
      double[][] values = forward(theta, batch, row);
      sum += batch.loss(row, values[stages.size()]);
      for (int s = 0; s < stages.size(); s++) {
        if (stages.get(s).isGaussian()) {
          sum += batch.klWeight() * divergence(values[s], stages.get(s).outputs());
        }
      }
    }
    return sum / batch.rows();
  }

  /** The gradient of {@link #loss}. */
  double[] gradient(double[] theta, TextbookBatch batch) {
    double[] gradient = new double[parameters];
    for (int row = 0; row < batch.rows(); row++) {
      double[][] values = forward(theta, batch, row);
      double[] delta = batch.gradient(row, values[stages.size()]);
      for (int s = stages.size() - 1; s >= 0; s--) {
        Stage stage = stages.get(s);
        delta =
            stage.isGaussian()
                ? gaussianBackward(values[s], delta, batch.noise()[row], batch.klWeight())
                : stage.backward(theta, values[s], delta, gradient);
      }
    }
    for (int k = 0; k < parameters; k++) {
      gradient[k] /= batch.rows();
    }
    return gradient;
  }

  private double[][] forward(double[] theta, TextbookBatch batch, int row) {
    double[][] values = new double[stages.size() + 1][];
    values[0] = batch.input()[row];
    for (int s = 0; s < stages.size(); s++) {
      values[s + 1] =
          stages.get(s).isGaussian()
              ? sample(values[s], batch.noise()[row])
              : stages.get(s).forward(theta, values[s]);
    }
    return values;
  }

  /** mu + sigma epsilon. */
  public static double[] sample(double[] x, double[] noise) {
    double[] z = new double[noise.length];
    for (int k = 0; k < z.length; k++) {
      z[k] = x[k] + Math.exp(x[z.length + k] / 2) * noise[k];
    }
    return z;
  }

  /** KL(N(mu, sigma^2) || N(0, 1)). */
  public static double divergence(double[] x, int units) {
    double sum = 0;
    for (int k = 0; k < units; k++) {
      sum += 1 + x[units + k] - x[k] * x[k] - Math.exp(x[units + k]);
    }
    return -sum / 2;
  }

  private static double[] gaussianBackward(
      double[] x, double[] delta, double[] noise, double weight) {
    int units = delta.length;
    double[] back = new double[2 * units];
    for (int k = 0; k < units; k++) {
      double sigma = Math.exp(x[units + k] / 2);
      back[k] = delta[k] + weight * x[k];
      back[units + k] = delta[k] * noise[k] * sigma / 2 + weight * (sigma * sigma - 1) / 2;
    }
    return back;
  }

  /** A layer with parameters from {@code at}: dense, or a Gaussian code if it has no activation. */
  public record Stage(int at, int inputs, int outputs, Activation activation, boolean transposed) {
    boolean isGaussian() {
      return activation == null;
    }

    boolean hasWeight(int parameter) {
      return !isGaussian() && parameter >= at && parameter < at + inputs * outputs;
    }

    /** y. */
    public double[] forward(double[] theta, double[] x) {
      double[] y = new double[outputs];
      for (int o = 0; o < outputs; o++) {
        y[o] = TextbookActivation.apply(activation, sum(theta, x, o));
      }
      return y;
    }

    /** Adds to the gradient by the parameters and returns the gradient by x. */
    double[] backward(double[] theta, double[] x, double[] delta, double[] gradient) {
      double[] back = new double[inputs];
      for (int o = 0; o < outputs; o++) {
        double byZ = delta[o] * TextbookActivation.slope(activation, sum(theta, x, o));
        gradient[at + inputs * outputs + o] += byZ;
        for (int i = 0; i < inputs; i++) {
          gradient[weight(o, i)] += byZ * x[i];
          back[i] += byZ * theta[weight(o, i)];
        }
      }
      return back;
    }

    /** z. */
    double sum(double[] theta, double[] x, int output) {
      double z = theta[at + inputs * outputs + output];
      for (int i = 0; i < inputs; i++) {
        z += theta[weight(output, i)] * x[i];
      }
      return z;
    }

    /** The offset of a weight. */
    int weight(int output, int input) {
      return at + (transposed ? input * outputs + output : output * inputs + input);
    }
  }
}
