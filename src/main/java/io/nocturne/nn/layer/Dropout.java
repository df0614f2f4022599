package io.nocturne.nn.layer;

import io.nocturne.math.Seeds;
import io.nocturne.math.SplitMix64;
import io.nocturne.nn.parameter.BlockArray;
import java.util.List;

/**
 * Dropout (Srivastava et al. 2014): in training each number is dropped with a probability, and the
 * others are scaled up by as much; otherwise all go through.
 *
 * @param outputs width of a row, 1 or more
 * @param rate the probability, 0 (inclusive) to 1 (exclusive)
 * @param stream separates the draws of this layer from those of other layers
 */
public record Dropout(int outputs, double rate, int stream) implements Layer {
  /** Checks that the numbers are in range. */
  public Dropout {
    Widths.require(outputs);
    if (!(rate >= 0 && rate < 1)) {
      throw new IllegalArgumentException(
          "Invalid dropout: " + rate + " (expected 0 or more and less than 1)");
    }
  }

  @Override
  public int inputs() {
    return outputs;
  }

  /** What each number is multiplied with. */
  @Override
  public int scratch() {
    return outputs;
  }

  @Override
  public void forward(Pass pass, List<BlockArray> blocks, Flow flow) {
    float[] in = flow.in();
    float[] out = flow.out();
    float[] factors = flow.scratch();
    if (!pass.isTraining()) {
      System.arraycopy(in, 0, out, 0, pass.positions() * outputs);
      return;
    }
    float scale = (float) (1 / (1 - rate));
    pass.compute()
        .byRows(
            pass.positions(),
            (from, to) -> {
              for (int r = from; r < to; r++) {
                SplitMix64 random = new SplitMix64(Seeds.derive(pass.seed(), r, 2 + stream));
                for (int k = r * outputs; k < (r + 1) * outputs; k++) {
                  factors[k] = random.nextDouble() < rate ? 0 : scale;
                  out[k] = factors[k] * in[k];
                }
              }
            });
  }

  @Override
  public void backward(Pass pass, List<BlockArray> blocks, Flow flow) {
    float[] outGradient = flow.outGradient();
    float[] inGradient = flow.inGradient();
    float[] factors = flow.scratch();
    pass.compute()
        .byRows(
            pass.positions(),
            (from, to) -> {
              for (int k = from * outputs; k < to * outputs; k++) {
                inGradient[k] = factors[k] * outGradient[k];
              }
            });
  }
}
