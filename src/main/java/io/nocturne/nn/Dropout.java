package io.nocturne.nn;

import io.nocturne.math.Seeds;
import io.nocturne.math.SplitMix64;

/**
 * Dropout (Srivastava et al. 2014): in training each number is dropped with a probability, and the
 * others are scaled up by as much; otherwise all go through.
 *
 * @param outputs width of a row, 1 or more
 * @param rate the probability, 0 (inclusive) to 1 (exclusive)
 * @param stream tells the draws of this layer from those of another one
 */
record Dropout(int outputs, double rate, int stream) implements Layer {
  Dropout {
    Network.checkWidth(outputs);
    if (!(rate >= 0 && rate < 1)) {
      throw new IllegalArgumentException(
          "Invalid dropout: " + rate + " (expected 0 or more and less than 1)");
    }
  }

  @Override
  public int inputs() {
    return outputs;
  }

  @Override
  public long parameters() {
    return 0;
  }

  @Override
  public int[] rowWidths() {
    return new int[0];
  }

  /** What each number is multiplied with. */
  @Override
  public int scratch() {
    return outputs;
  }

  @Override
  public void initialize(Initializer initializer, int at) {}

  @Override
  public void forward(Pass pass, int at, float[] in, float[] out, float[] factors) {
    if (!pass.isTraining()) {
      System.arraycopy(in, 0, out, 0, pass.rows * outputs);
      return;
    }
    float scale = (float) (1 / (1 - rate));
    pass.compute.byRows(
        pass.rows,
        (from, to) -> {
          for (int r = from; r < to; r++) {
            SplitMix64 random = new SplitMix64(Seeds.derive(pass.seed, r, 2 + stream));
            for (int k = r * outputs; k < (r + 1) * outputs; k++) {
              factors[k] = random.nextDouble() < rate ? 0 : scale;
              out[k] = factors[k] * in[k];
            }
          }
        });
  }

  @Override
  public void backward(
      Pass pass,
      int at,
      float[] in,
      float[] out,
      float[] outGradient,
      float[] inGradient,
      float[] factors) {
    pass.compute.byRows(
        pass.rows,
        (from, to) -> {
          for (int k = from * outputs; k < to * outputs; k++) {
            inGradient[k] = factors[k] * outGradient[k];
          }
        });
  }
}
