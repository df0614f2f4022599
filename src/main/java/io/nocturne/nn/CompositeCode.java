package io.nocturne.nn;

import io.nocturne.math.Kernels;
import io.nocturne.math.Seeds;
import io.nocturne.math.SplitMix64;

/**
 * The code of RecVAE (Shenbin et al. 2020, sections 3.2 to 3.4): a row (mu, log sigma^2) comes in,
 * z = mu + sigma epsilon goes out in training and mu otherwise. To the loss of a row it adds gamma
 * times the sum of its weights times an estimate of KL(q || p) from that one z, log q(z) - log
 * p(z). The prior p is, for each number of the code by itself, a mixture of the standard normal
 * distribution ({@value #STANDARD}), the posterior that the encoder gave before its last phase
 * ({@value #OLD}) and a normal distribution of variance e^{@value #WIDE_LOG_VARIANCE} ({@value
 * #WIDE}).
 *
 * @param outputs width of the code, 1 or more
 * @param gamma 0 or more
 */
record CompositeCode(int outputs, double gamma) implements Layer {
  private static final double STANDARD = 3.0 / 20;
  private static final double OLD = 3.0 / 4;
  private static final double WIDE = 1.0 / 10;
  private static final float WIDE_LOG_VARIANCE = 10;

  CompositeCode {
    Network.checkWidth(outputs);
    if (!(gamma >= 0 && gamma < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "Invalid gamma: " + gamma + " (expected a number, 0 or more)");
    }
  }

  @Override
  public int inputs() {
    return 2 * outputs;
  }

  @Override
  public long parameters() {
    return 0;
  }

  @Override
  public int[] rowWidths() {
    return new int[0];
  }

  /** sigma epsilon, the gradient of -log p(z), and the estimate of a row. */
  @Override
  public int scratch() {
    return 2 * outputs + 1;
  }

  @Override
  public void initialize(Initializer initializer, int at) {}

  @Override
  public void forward(Pass pass, int at, float[] in, float[] out, float[] scratch) {
    pass.compute.byRows(
        pass.rows,
        (from, to) -> {
          for (int r = from; r < to; r++) {
            System.arraycopy(in, r * inputs(), out, r * outputs, outputs);
            if (pass.isTraining()) {
              double logPosterior = sample(pass, r, in, out, scratch);
              double logPrior = logPrior(pass, r, out, scratch);
              scratch[2 * pass.rows * outputs + r] = (float) (logPosterior - logPrior);
            }
          }
        });
  }

  /** Returns log q(z), without the log 2 pi that log p(z) has, too. */
  private double sample(Pass pass, int row, float[] in, float[] out, float[] scratch) {
    SplitMix64 random = new SplitMix64(Seeds.derive(pass.seed, row));
    int logVariance = row * inputs() + outputs;
    int noise = row * outputs;
    for (int k = 0; k < outputs; k++) {
      scratch[noise + k] = 0.5f * in[logVariance + k];
    }
    pass.compute.kernels().exp(scratch, noise, outputs);
    double sum = 0;
    for (int k = 0; k < outputs; k++) {
      float epsilon = (float) random.nextGaussian();
      sum += in[logVariance + k] + (double) epsilon * epsilon;
      scratch[noise + k] *= epsilon;
      out[noise + k] += scratch[noise + k];
    }
    return -0.5 * sum;
  }

  private double logPrior(Pass pass, int row, float[] out, float[] scratch) {
    Kernels kernels = pass.compute.kernels();
    int width = outputs;
    float[] work = pass.scratch(4 * width);
    float[] old = pass.prior;
    int oldMean = row * inputs();
    int oldLogVariance = oldMean + width;
    for (int k = 0; k < width; k++) {
      work[k] = -old[oldLogVariance + k];
    }
    kernels.exp(work, 0, width); // 1 / variance of the old posterior
    float wide = (float) StrictMath.exp(-WIDE_LOG_VARIANCE);
    float logStandard = (float) StrictMath.log(STANDARD);
    float logOld = (float) StrictMath.log(OLD);
    float logWide = (float) (StrictMath.log(WIDE) - 0.5 * WIDE_LOG_VARIANCE);
    double sumOfLogs = 0;
    for (int k = 0; k < width; k++) {
      float z = out[row * width + k];
      float off = z - old[oldMean + k];
      float first = logStandard - 0.5f * z * z;
      float second = logOld - 0.5f * (old[oldLogVariance + k] + off * off * work[k]);
      float third = logWide - 0.5f * z * z * wide;
      float largest = Math.max(first, Math.max(second, third));
      work[width + k] = first - largest;
      work[2 * width + k] = second - largest;
      work[3 * width + k] = third - largest;
      sumOfLogs += largest;
    }
    kernels.exp(work, width, 3 * width);
    int slope = (pass.rows + row) * width;
    double product = 1;
    for (int k = 0; k < width; k++) {
      float z = out[row * width + k];
      float sum = work[width + k] + work[2 * width + k] + work[3 * width + k];
      float byOld = (z - old[oldMean + k]) * work[k];
      scratch[slope + k] =
          (work[width + k] * z + work[2 * width + k] * byOld + work[3 * width + k] * z * wide)
              / sum;
      product *= sum; // 1 to 3 each
      if (k % 256 == 255) {
        sumOfLogs += StrictMath.log(product);
        product = 1;
      }
    }
    return sumOfLogs + StrictMath.log(product);
  }

  private double weight(Pass pass, int row) {
    return gamma * pass.batch.targetSums[row] / pass.rows;
  }

  @Override
  public void backward(
      Pass pass,
      int at,
      float[] in,
      float[] out,
      float[] outGradient,
      float[] inGradient,
      float[] scratch) {
    pass.compute.byRows(
        pass.rows,
        (from, to) -> {
          for (int r = from; r < to; r++) {
            float weight = (float) weight(pass, r);
            int mean = r * inputs();
            for (int k = 0; k < outputs; k++) {
              int z = r * outputs + k;
              float byCode = outGradient[z] + weight * scratch[pass.rows * outputs + z];
              inGradient[mean + k] = byCode;
              inGradient[mean + outputs + k] = 0.5f * (byCode * scratch[z] - weight);
            }
          }
        });
  }

  @Override
  public double penalty(Pass pass, float[] in, float[] scratch) {
    double sum = 0;
    for (int r = 0; r < pass.rows; r++) {
      sum += weight(pass, r) * scratch[2 * pass.rows * outputs + r];
    }
    return sum;
  }
}
