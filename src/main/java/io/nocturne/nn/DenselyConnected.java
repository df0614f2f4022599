package io.nocturne.nn;

import io.nocturne.math.Kernels;
import java.util.Arrays;

/**
 * The encoder of RecVAE behind its first product (Shenbin et al. 2020, figure 2 and their code):
 * with u_1 what comes in, h_k = norm_k(swish(u_k)) and u_k = W_k h_(k-1) + b_k + h_1 + ... +
 * h_(k-1); what goes out is the last h. norm is layer normalisation with a gain and a bias for each
 * unit, see {@link NormedSwish}. The parameters of a stage are W [width x width] and b, from the
 * second one on, and then gain and bias.
 *
 * @param width of all rows, 1 or more
 * @param stages how many h there are, 1 or more
 */
record DenselyConnected(int width, int stages) implements Layer {
  DenselyConnected {
    Network.checkWidth(width);
    Network.checkWidth(stages);
  }

  @Override
  public int inputs() {
    return width;
  }

  @Override
  public int outputs() {
    return width;
  }

  @Override
  public long parameters() {
    return (stages - 1L) * (width + 1L) * width + 2L * stages * width;
  }

  @Override
  public int[] rowWidths() {
    int[] widths = new int[(stages - 1) * (width + 1) + 2 * stages];
    Arrays.fill(widths, width);
    return widths;
  }

  /**
   * Of each stage: sigmoid(u), later the gradient by u; the normed; h; the gradient by h; two
   * statistics.
   */
  @Override
  public int scratch() {
    return stages * (4 * width + 2);
  }

  /** Where W of a stage from the second on begins, counted from 0. */
  private int weights(int at, int stage) {
    return at + 2 * width + (stage - 1) * (width + 3) * width;
  }

  private int gain(int at, int stage) {
    return stage == 0 ? at : weights(at, stage) + (width + 1) * width;
  }

  @Override
  public void initialize(Initializer initializer, int at) {
    for (int k = 0; k < stages; k++) {
      if (k > 0) {
        initializer.weights(weights(at, k), width, width);
        initializer.biases(weights(at, k) + width * width, width);
      }
      initializer.fill(gain(at, k), width, 1);
      initializer.fill(gain(at, k) + width, width, 0);
    }
  }

  private NormedSwish place(Pass pass, int stage) {
    int matrix = pass.rows * width;
    int at = 4 * stage * matrix;
    return new NormedSwish(
        width,
        at,
        at + matrix,
        at + 2 * matrix,
        at + 3 * matrix,
        4 * stages * matrix + 2 * stage * pass.rows);
  }

  @Override
  public void forward(Pass pass, int at, float[] in, float[] out, float[] scratch) {
    pass.compute.byRows(
        pass.rows,
        (from, to) -> {
          float[] u = pass.scratch((to - from) * width);
          for (int k = 0; k < stages; k++) {
            NormedSwish place = place(pass, k);
            if (k == 0) {
              System.arraycopy(in, from * width, u, 0, (to - from) * width);
            } else {
              connect(pass, at, k, from, to, scratch, u);
            }
            for (int r = from; r < to; r++) {
              place.forward(pass, gain(at, k), u, (r - from) * width, scratch, r);
            }
          }
          int last = place(pass, stages - 1).hidden();
          System.arraycopy(scratch, last + from * width, out, from * width, (to - from) * width);
        });
  }

  /** u = W h + b + the sum of all h before. */
  private void connect(Pass pass, int at, int stage, int from, int to, float[] scratch, float[] u) {
    Kernels kernels = pass.compute.kernels();
    int weights = weights(at, stage);
    for (int r = from; r < to; r++) {
      int row = (r - from) * width;
      System.arraycopy(pass.theta, weights + width * width, u, row, width);
      for (int j = 0; j < stage; j++) {
        kernels.axpy(1, scratch, place(pass, j).hidden() + r * width, u, row, width);
      }
    }
    int before = place(pass, stage - 1).hidden() + from * width;
    pass.compute
        .sgemm()
        .multiply(
            false,
            true,
            to - from,
            width,
            width,
            1,
            scratch,
            before,
            width,
            pass.theta,
            weights,
            width,
            1,
            u,
            0,
            width);
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
          for (int k = 0; k < stages; k++) {
            int gradient = place(pass, k).gradient();
            if (k == stages - 1) {
              System.arraycopy(
                  outGradient, from * width, scratch, gradient + from * width, (to - from) * width);
            } else {
              Arrays.fill(scratch, gradient + from * width, gradient + to * width, 0);
            }
          }
          for (int k = stages - 1; k >= 0; k--) {
            NormedSwish place = place(pass, k);
            for (int r = from; r < to; r++) {
              place.backward(pass.theta, gain(at, k), scratch, r);
            }
            if (k > 0) {
              passOn(pass, at, k, from, to, scratch);
            }
          }
          int first = place(pass, 0).sigmoid();
          System.arraycopy(
              scratch, first + from * width, inGradient, from * width, (to - from) * width);
        });
    // only now that nobody reads the weights any more
    for (int k = 0; k < stages; k++) {
      update(pass, at, k, scratch);
    }
  }

  /** Adds the gradient by u to those by all h that it is made of. */
  private void passOn(Pass pass, int at, int stage, int from, int to, float[] scratch) {
    int byU = place(pass, stage).sigmoid() + from * width;
    int length = (to - from) * width;
    for (int j = 0; j < stage; j++) {
      int gradient = place(pass, j).gradient() + from * width;
      pass.compute.kernels().axpy(1, scratch, byU, scratch, gradient, length);
    }
    int before = place(pass, stage - 1).gradient() + from * width;
    pass.compute
        .sgemm()
        .multiply(
            false,
            false,
            to - from,
            width,
            width,
            1,
            scratch,
            byU,
            width,
            pass.theta,
            weights(at, stage),
            width,
            1,
            scratch,
            before,
            width);
  }

  private void update(Pass pass, int at, int stage, float[] scratch) {
    NormedSwish place = place(pass, stage);
    if (stage > 0) {
      int before = place(pass, stage - 1).hidden();
      int weights = weights(at, stage);
      pass.compute.byRows(
          width,
          (from, to) -> {
            float[] slice = pass.scratch((to - from) * width);
            pass.compute
                .sgemm()
                .multiply(
                    true,
                    false,
                    to - from,
                    width,
                    pass.rows,
                    1,
                    scratch,
                    place.sigmoid() + from,
                    width,
                    scratch,
                    before,
                    width,
                    0,
                    slice,
                    0,
                    width);
            int row = weights + from * width;
            int length = (to - from) * width;
            pass.optimizer.update(pass.compute.kernels(), pass.theta, row, slice, 0, length, true);
          });
      updateVector(pass, weights + width * width, sum(pass, scratch, place.sigmoid()));
    }
    float[] gains = new float[width];
    for (int k = 0; k < pass.rows * width; k++) {
      gains[k % width] += scratch[place.gradient() + k] * scratch[place.normed() + k];
    }
    updateVector(pass, gain(at, stage), gains);
    updateVector(pass, gain(at, stage) + width, sum(pass, scratch, place.gradient()));
  }

  private float[] sum(Pass pass, float[] scratch, int from) {
    float[] sum = new float[width];
    for (int r = 0; r < pass.rows; r++) {
      pass.compute.kernels().axpy(1, scratch, from + r * width, sum, 0, width);
    }
    return sum;
  }

  private void updateVector(Pass pass, int at, float[] gradient) {
    pass.optimizer.update(pass.compute.kernels(), pass.theta, at, gradient, 0, width, false);
  }
}
