package io.nocturne.nn.layer;

import io.nocturne.math.Kernels;
import io.nocturne.math.Seeds;
import io.nocturne.math.SplitMix64;
import io.nocturne.nn.parameter.BlockArray;
import java.util.List;

/**
 * The code of RecVAE (Shenbin et al. 2020, sections 3.2 to 3.4): a row (mu, log sigma^2) comes in,
 * z = mu + sigma epsilon goes out in training and mu otherwise. To the loss of a row it adds gamma
 * times the sum of its weights times an estimate of KL(q || p) from that one z, log q(z) - log
 * p(z). The prior p is, independently for each number of the code, a mixture of the standard normal
 * distribution ({@value #STANDARD}), the posterior that the encoder gave before its last phase
 * ({@value #OLD}) and a normal distribution of variance e^{@value #WIDE_LOG_VARIANCE} ({@value
 * #WIDE}).
 *
 * @param outputs width of the code, 1 or more
 * @param gamma 0 or more
 */
public record CompositeCode(int outputs, double gamma) implements Layer {
  private static final double STANDARD = 3.0 / 20;
  private static final double OLD = 3.0 / 4;
  private static final double WIDE = 1.0 / 10;
  private static final float WIDE_LOG_VARIANCE = 10;
  private static final float WIDE_PRECISION = (float) StrictMath.exp(-WIDE_LOG_VARIANCE);
  private static final float LOG_STANDARD = (float) StrictMath.log(STANDARD);
  private static final float LOG_OLD = (float) StrictMath.log(OLD);
  private static final float LOG_WIDE = (float) (StrictMath.log(WIDE) - 0.5 * WIDE_LOG_VARIANCE);

  /** The number of factors, 1 to 3 each, that are multiplied before taking a logarithm. */
  private static final int FACTORS = 256;

  /** Checks that the numbers are in range. */
  public CompositeCode {
    Widths.require(outputs);
    if (!(gamma >= 0 && gamma < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "Invalid gamma: " + gamma + " (expected a number, 0 or more)");
    }
  }

  @Override
  public int inputs() {
    return 2 * outputs;
  }

  /** sigma epsilon, the gradient of -log p(z), and the estimate of a row. */
  @Override
  public int scratch() {
    return 2 * outputs + 1;
  }

  @Override
  public void forward(Pass pass, List<BlockArray> blocks, Flow flow) {
    float[] in = flow.in();
    float[] out = flow.out();
    float[] scratch = flow.scratch();
    pass.compute()
        .byRows(
            pass.positions(),
            (from, to) -> {
              for (int r = from; r < to; r++) {
                System.arraycopy(in, r * inputs(), out, r * outputs, outputs);
                if (pass.isTraining()) {
                  double logPosterior = sample(pass, r, in, out, scratch);
                  double logPrior = logPrior(pass, r, out, scratch);
                  scratch[2 * pass.positions() * outputs + r] = (float) (logPosterior - logPrior);
                }
              }
            });
  }

  /** Draws z and returns log q(z), without the log 2 pi that log p(z) would have, too. */
  private double sample(Pass pass, int row, float[] in, float[] out, float[] scratch) {
    SplitMix64 random = new SplitMix64(Seeds.derive(pass.seed(), row));
    int logVariance = row * inputs() + outputs;
    int noise = row * outputs;
    for (int k = 0; k < outputs; k++) {
      scratch[noise + k] = 0.5f * in[logVariance + k];
    }
    pass.kernels().exp(scratch, noise, outputs);
    double sum = 0;
    for (int k = 0; k < outputs; k++) {
      float epsilon = (float) random.nextGaussian();
      sum += in[logVariance + k] + (double) epsilon * epsilon;
      scratch[noise + k] *= epsilon;
      out[noise + k] += scratch[noise + k];
    }
    return -0.5 * sum;
  }

  /** Returns log p(z), and leaves the gradient of -log p(z) in the scratch. */
  private double logPrior(Pass pass, int row, float[] out, float[] scratch) {
    float[] work = pass.scratch(4 * outputs);
    double largest = densities(pass, row, out, work);
    return largest + mix(pass, row, out, work, scratch);
  }

  /**
   * Writes the precision of the old posterior and the weighted densities of the three parts, [4 x
   * outputs], each number's densities over the largest of them; returns the sum of the logarithms
   * of those.
   */
  private double densities(Pass pass, int row, float[] out, float[] work) {
    Kernels kernels = pass.kernels();
    float[] old = pass.workspace().prior();
    int oldMean = row * inputs();
    int oldLogVariance = oldMean + outputs;
    for (int k = 0; k < outputs; k++) {
      work[k] = -old[oldLogVariance + k];
    }
    kernels.exp(work, 0, outputs);
    double sumOfLogs = 0;
    for (int k = 0; k < outputs; k++) {
      float z = out[row * outputs + k];
      float off = z - old[oldMean + k];
      float standard = LOG_STANDARD - 0.5f * z * z;
      float posterior = LOG_OLD - 0.5f * (old[oldLogVariance + k] + off * off * work[k]);
      float wide = LOG_WIDE - 0.5f * z * z * WIDE_PRECISION;
      float largest = Math.max(standard, Math.max(posterior, wide));
      work[outputs + k] = standard - largest;
      work[2 * outputs + k] = posterior - largest;
      work[3 * outputs + k] = wide - largest;
      sumOfLogs += largest;
    }
    kernels.exp(work, outputs, 3 * outputs);
    return sumOfLogs;
  }

  /** Returns the sum of the logarithms of the mixtures, and leaves the gradient. */
  private double mix(Pass pass, int row, float[] out, float[] work, float[] scratch) {
    int slope = (pass.positions() + row) * outputs;
    double sumOfLogs = 0;
    double product = 1;
    for (int k = 0; k < outputs; k++) {
      float z = out[row * outputs + k];
      float standard = work[outputs + k];
      float posterior = work[2 * outputs + k];
      float wide = work[3 * outputs + k];
      float sum = standard + posterior + wide;
      float byOld = (z - pass.workspace().prior()[row * inputs() + k]) * work[k];
      scratch[slope + k] = (standard * z + posterior * byOld + wide * z * WIDE_PRECISION) / sum;
      product *= sum;
      if ((k + 1) % FACTORS == 0) {
        sumOfLogs += StrictMath.log(product);
        product = 1;
      }
    }
    return sumOfLogs + StrictMath.log(product);
  }

  @Override
  public boolean isVariational() {
    return true;
  }

  @Override
  public boolean hasPrior() {
    return true;
  }

  private double weight(Pass pass, int row) {
    return gamma * pass.batch().targetSums()[row] / pass.positions();
  }

  @Override
  public void backward(Pass pass, List<BlockArray> blocks, Flow flow) {
    float[] outGradient = flow.outGradient();
    float[] inGradient = flow.inGradient();
    float[] scratch = flow.scratch();
    pass.compute()
        .byRows(
            pass.positions(),
            (from, to) -> {
              for (int r = from; r < to; r++) {
                float weight = (float) weight(pass, r);
                int mean = r * inputs();
                for (int k = 0; k < outputs; k++) {
                  int z = r * outputs + k;
                  float byCode = outGradient[z] + weight * scratch[pass.positions() * outputs + z];
                  inGradient[mean + k] = byCode;
                  inGradient[mean + outputs + k] = 0.5f * (byCode * scratch[z] - weight);
                }
              }
            });
  }

  @Override
  public double penalty(Pass pass, Flow flow) {
    float[] scratch = flow.scratch();
    double sum = 0;
    for (int r = 0; r < pass.positions(); r++) {
      sum += weight(pass, r) * scratch[2 * pass.positions() * outputs + r];
    }
    return sum;
  }
}
