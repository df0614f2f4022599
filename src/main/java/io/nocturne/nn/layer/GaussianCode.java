package io.nocturne.nn.layer;

import io.nocturne.math.Seeds;
import io.nocturne.math.SplitMix64;
import io.nocturne.nn.parameter.BlockArray;
import java.util.List;

/**
 * The code of a variational autoencoder (Kingma and Welling 2014): a row (mu, log sigma^2) of twice
 * the width comes in; z = mu + sigma epsilon goes out in training, and mu otherwise. To the loss it
 * adds weight KL(N(mu, sigma^2) || N(0, 1)) = -weight/2 sum(1 + log sigma^2 - mu^2 - sigma^2), the
 * mean over the batch (Liang et al. 2018, section 2.2).
 *
 * @param outputs width of the code, 1 or more
 */
public record GaussianCode(int outputs, Annealing annealing) implements Layer {
  /** Checks that the numbers are in range. */
  public GaussianCode {
    Widths.require(outputs);
  }

  @Override
  public int inputs() {
    return 2 * outputs;
  }

  /** Sigma. */
  @Override
  public int scratch() {
    return outputs;
  }

  @Override
  public void forward(Pass pass, List<BlockArray> blocks, Flow flow) {
    float[] in = flow.in();
    float[] out = flow.out();
    float[] sigma = flow.scratch();
    pass.compute()
        .byRows(
            pass.positions(),
            (from, to) -> {
              for (int r = from; r < to; r++) {
                System.arraycopy(in, r * inputs(), out, r * outputs, outputs);
              }
              if (pass.isTraining()) {
                deviations(pass, from, to, in, sigma);
                for (int r = from; r < to; r++) {
                  addNoise(pass, r, out, sigma);
                }
              }
            });
  }

  private void deviations(Pass pass, int from, int to, float[] in, float[] sigma) {
    for (int r = from; r < to; r++) {
      int logVariance = r * inputs() + outputs;
      for (int k = 0; k < outputs; k++) {
        sigma[r * outputs + k] = 0.5f * in[logVariance + k];
      }
    }
    pass.kernels().exp(sigma, from * outputs, (to - from) * outputs);
  }

  private void addNoise(Pass pass, int row, float[] out, float[] sigma) {
    SplitMix64 random = new SplitMix64(Seeds.derive(pass.seed(), row));
    for (int k = row * outputs; k < (row + 1) * outputs; k++) {
      out[k] = Math.fma(sigma[k], (float) random.nextGaussian(), out[k]);
    }
  }

  @Override
  public void backward(Pass pass, List<BlockArray> blocks, Flow flow) {
    float[] in = flow.in();
    float[] out = flow.out();
    float[] outGradient = flow.outGradient();
    float[] inGradient = flow.inGradient();
    float[] sigma = flow.scratch();
    float weight = (float) (annealing.weight(pass.examples()) / pass.positions());
    pass.compute()
        .byRows(
            pass.positions(),
            (from, to) -> {
              for (int r = from; r < to; r++) {
                int mu = r * inputs();
                int logVariance = mu + outputs;
                for (int k = 0; k < outputs; k++) {
                  int z = r * outputs + k;
                  inGradient[mu + k] = outGradient[z] + weight * in[mu + k];
                  // z - mu = sigma epsilon, and its derivative by log sigma^2 is half of it
                  inGradient[logVariance + k] =
                      0.5f
                          * (outGradient[z] * (out[z] - in[mu + k])
                              + weight * (sigma[z] * sigma[z] - 1));
                }
              }
            });
  }

  @Override
  public double penalty(Pass pass, Flow flow) {
    float[] in = flow.in();
    float[] sigma = flow.scratch();
    double sum = 0;
    for (int r = 0; r < pass.positions(); r++) {
      double row = 0;
      for (int k = 0; k < outputs; k++) {
        float mu = in[r * inputs() + k];
        float logVariance = in[r * inputs() + outputs + k];
        float s = sigma[r * outputs + k];
        row += 1 + logVariance - mu * mu - s * s;
      }
      sum += row;
    }
    return -0.5 * annealing.weight(pass.examples()) * sum / pass.positions();
  }

  @Override
  public boolean isVariational() {
    return true;
  }
}
