package io.nocturne.nn.layer;

import io.nocturne.nn.parameter.BlockArray;
import java.util.List;

/**
 * A code that is to be sparse: it goes through as it is, and weight times the sum of its absolute
 * values is added to the loss of a row (Le et al. 2011; Goodfellow et al. 2016, eq. 14.2 and 14.6).
 * The slope at 0 is 0.
 *
 * @param outputs width of the code, 1 or more
 * @param weight lambda, 0 or more
 */
public record SparseCode(int outputs, double weight) implements Layer {
  /** Checks that the numbers are in range. */
  public SparseCode {
    Widths.require(outputs);
    if (!(weight >= 0 && weight < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "Invalid sparsity: " + weight + " (expected a number, 0 or more)");
    }
  }

  @Override
  public int inputs() {
    return outputs;
  }

  @Override
  public void forward(Pass pass, List<BlockArray> blocks, Flow flow) {
    float[] in = flow.in();
    float[] out = flow.out();
    System.arraycopy(in, 0, out, 0, pass.positions() * outputs);
  }

  @Override
  public void backward(Pass pass, List<BlockArray> blocks, Flow flow) {
    float[] in = flow.in();
    float[] outGradient = flow.outGradient();
    float[] inGradient = flow.inGradient();
    float slope = (float) (weight / pass.positions());
    for (int k = 0; k < pass.positions() * outputs; k++) {
      inGradient[k] = outGradient[k] + slope * Math.signum(in[k]);
    }
  }

  @Override
  public double penalty(Pass pass, Flow flow) {
    float[] in = flow.in();
    double sum = 0;
    for (int k = 0; k < pass.positions() * outputs; k++) {
      sum += Math.abs(in[k]);
    }
    return weight * sum / pass.positions();
  }
}
