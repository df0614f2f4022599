package io.nocturne.nn;

import io.nocturne.math.TextbookActivation;
import io.nocturne.nn.layer.CompositeCode;
import io.nocturne.nn.layer.Dense;
import io.nocturne.nn.layer.DenselyConnected;
import io.nocturne.nn.layer.Dropout;
import io.nocturne.nn.layer.GaussianCode;
import io.nocturne.nn.layer.Input;
import io.nocturne.nn.layer.ItemInput;
import io.nocturne.nn.layer.Layer;
import io.nocturne.nn.layer.SparseCode;
import io.nocturne.nn.layer.TiedInput;

/**
 * Textbook implementation of a layer: the formula in doubles, one example at a time. Derivatives
 * come from central differences.
 */
public interface TextbookLayer {
  /** y, for parameters from the layer's offset. */
  double[] forward(double[] theta, double[] x, TextbookExample example);

  /** The layer's penalty in the loss of the example. */
  default double penalty(double[] theta, double[] x, TextbookExample example) {
    return 0;
  }

  /**
   * The textbook's layer for a layer of the engine.
   *
   * @param at offset of its parameters
   * @param seen number of examples trained before
   */
  static TextbookLayer of(Layer layer, int at, long seen) {
    if (layer instanceof Dense dense) {
      return new Affine(
          new Textbook.Stage(at, dense.inputs(), dense.outputs(), dense.activation(), false), 0);
    }
    if (layer instanceof GaussianCode code) {
      return new Gaussian(code.outputs(), code.annealing().weight(seen));
    }
    if (layer instanceof Dropout dropout) {
      return new Dropped(dropout.rate(), dropout.stream());
    }
    if (layer instanceof SparseCode code) {
      return new Sparse(code.weight());
    }
    if (layer instanceof DenselyConnected connected) {
      return new TextbookRecVae.Encoder(at, connected.width(), connected.stages());
    }
    if (layer instanceof CompositeCode code) {
      return new TextbookRecVae.Code(code.outputs(), code.gamma());
    }
    throw new IllegalArgumentException("No textbook has " + layer);
  }

  /** The textbook's layer for an input layer. */
  static TextbookLayer of(Input input) {
    if (input instanceof TiedInput tied) {
      return new TextbookTied(tied.items(), tied.outputs(), tied.unit());
    }
    ItemInput layer = (ItemInput) input;
    return new Affine(
        new Textbook.Stage(0, layer.items(), layer.outputs(), layer.activation(), true),
        layer.contraction() == null ? 0 : layer.contraction().weight());
  }

  /** y = f(W x + b), with a penalty of weight times the squared norm of dy/dx. */
  record Affine(Textbook.Stage stage, double weight) implements TextbookLayer {
    @Override
    public double[] forward(double[] theta, double[] x, TextbookExample example) {
      return stage.forward(theta, x);
    }

    @Override
    public double penalty(double[] theta, double[] x, TextbookExample example) {
      double sum = 0;
      for (int j = 0; weight > 0 && j < stage.outputs(); j++) {
        double slope = TextbookActivation.slope(stage.activation(), stage.sum(theta, x, j));
        for (int i = 0; i < stage.inputs(); i++) {
          sum += Math.pow(slope * theta[stage.weight(j, i)], 2);
        }
      }
      return weight * sum;
    }
  }

  /**
   * z = mu + sigma epsilon, with a penalty of weight times the divergence from the standard normal
   * distribution.
   */
  record Gaussian(int units, double weight) implements TextbookLayer {
    @Override
    public double[] forward(double[] theta, double[] x, TextbookExample example) {
      return Textbook.sample(x, example.noise(units));
    }

    @Override
    public double penalty(double[] theta, double[] x, TextbookExample example) {
      return weight * Textbook.divergence(x, units);
    }
  }

  /** Each number is 0 with the probability {@code rate}, and otherwise divided by 1 - rate. */
  record Dropped(double rate, int stream) implements TextbookLayer {
    @Override
    public double[] forward(double[] theta, double[] x, TextbookExample example) {
      double[] y = x.clone();
      if (example.isTrainedOn()) {
        var random = example.random(2 + stream);
        for (int k = 0; k < y.length; k++) {
          y[k] = random.nextDouble() < rate ? 0 : x[k] / (1 - rate);
        }
      }
      return y;
    }
  }

  /** y = x, with a penalty of weight times the sum of absolute values. */
  record Sparse(double weight) implements TextbookLayer {
    @Override
    public double[] forward(double[] theta, double[] x, TextbookExample example) {
      return x.clone();
    }

    @Override
    public double penalty(double[] theta, double[] x, TextbookExample example) {
      double sum = 0;
      for (double value : x) {
        sum += Math.abs(value);
      }
      return weight * sum;
    }
  }
}
