package io.nocturne.nn.layer;

import io.nocturne.math.Kernels;
import io.nocturne.math.Matrix;
import io.nocturne.nn.parameter.BlockArray;
import io.nocturne.nn.parameter.BlockShape;
import io.nocturne.nn.parameter.Initializer;
import io.nocturne.nn.parameter.RowsOf;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The encoder of RecVAE after its first product (Shenbin et al. 2020, figure 2 and their code):
 * with u_1 what comes in, h_k = norm_k(swish(u_k)) and u_k = W_k h_(k-1) + b_k + h_1 + ... +
 * h_(k-1); what goes out is the last h. norm is layer normalisation with a gain and a bias for each
 * unit, see {@link NormedSwish}.
 *
 * @param width of all rows, 1 or more
 * @param stages how many h there are, 1 or more
 */
public record DenselyConnected(int width, int stages) implements Layer {
  /** Checks that the numbers are in range. */
  public DenselyConnected {
    Widths.require(width);
    Widths.require(stages);
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
  public List<BlockShape> blocks() {
    List<BlockShape> blocks = new ArrayList<>();
    for (int k = 0; k < stages; k++) {
      String stage = "stage-" + (k + 1);
      if (k > 0) {
        blocks.add(BlockShape.weights(stage + ".weights", RowsOf.NONE, width, width));
        blocks.add(BlockShape.biases(stage + ".bias", width));
      }
      blocks.add(BlockShape.biases(stage + ".norm-gain", width));
      blocks.add(BlockShape.biases(stage + ".norm-bias", width));
    }
    return blocks;
  }

  /** The blocks of one stage; the first one has neither weights nor bias. */
  private record Stage(BlockArray weights, BlockArray bias, BlockArray gain, BlockArray normBias) {
    static Stage of(List<BlockArray> blocks, int stage) {
      int at = Math.max(0, 4 * stage - 2);
      return stage == 0
          ? new Stage(null, null, blocks.get(0), blocks.get(1))
          : new Stage(blocks.get(at), blocks.get(at + 1), blocks.get(at + 2), blocks.get(at + 3));
    }
  }

  /**
   * Of each stage: sigmoid(u), later the gradient by u; the normed; h; the gradient by h; two
   * statistics.
   */
  @Override
  public int scratch() {
    return stages * (4 * width + 2);
  }

  @Override
  public void initialize(Initializer initializer, List<BlockArray> blocks) {
    for (int k = 0; k < stages; k++) {
      Stage stage = Stage.of(blocks, k);
      if (k > 0) {
        initializer.weights(stage.weights());
        initializer.biases(stage.bias());
      }
      initializer.fill(stage.gain(), 1);
      initializer.fill(stage.normBias(), 0);
    }
  }

  private NormedSwish place(Pass pass, int stage) {
    int matrix = pass.positions() * width;
    int at = 4 * stage * matrix;
    return new NormedSwish(
        width,
        at,
        at + matrix,
        at + 2 * matrix,
        at + 3 * matrix,
        4 * stages * matrix + 2 * stage * pass.positions());
  }

  /** Some rows of one of the matrices in the scratch. */
  private Matrix rows(float[] scratch, int matrix, int from, int to) {
    return Matrix.of(scratch, matrix + from * width, to - from, width);
  }

  @Override
  public void forward(Pass pass, List<BlockArray> blocks, Flow flow) {
    float[] scratch = flow.scratch();
    pass.compute()
        .byRows(
            pass.positions(),
            (from, to) -> {
              float[] u = pass.scratch((to - from) * width);
              for (int k = 0; k < stages; k++) {
                NormedSwish place = place(pass, k);
                Stage stage = Stage.of(blocks, k);
                if (k == 0) {
                  System.arraycopy(flow.in(), from * width, u, 0, (to - from) * width);
                } else {
                  connect(pass, stage, k, from, to, scratch, u);
                }
                for (int r = from; r < to; r++) {
                  place.forward(
                      pass.kernels(),
                      stage.gain().floats(),
                      stage.normBias().floats(),
                      u,
                      (r - from) * width,
                      scratch,
                      r);
                }
              }
              int last = place(pass, stages - 1).hidden() + from * width;
              System.arraycopy(scratch, last, flow.out(), from * width, (to - from) * width);
            });
  }

  /** u = W h + b + the sum of all h before. */
  private void connect(
      Pass pass, Stage stage, int number, int from, int to, float[] scratch, float[] u) {
    Kernels kernels = pass.kernels();
    for (int r = from; r < to; r++) {
      int row = (r - from) * width;
      System.arraycopy(stage.bias().floats(), 0, u, row, width);
      for (int j = 0; j < number; j++) {
        kernels.axpy(1, scratch, place(pass, j).hidden() + r * width, u, row, width);
      }
    }
    Matrix before = rows(scratch, place(pass, number - 1).hidden(), from, to);
    Matrix weights = stage.weights().matrix();
    pass.sgemm().multiply(before, weights.transpose(), 1, Matrix.of(u, to - from, width));
  }

  @Override
  public void backward(Pass pass, List<BlockArray> blocks, Flow flow) {
    float[] scratch = flow.scratch();
    pass.compute()
        .byRows(
            pass.positions(),
            (from, to) -> {
              beginGradients(pass, flow, from, to);
              for (int k = stages - 1; k >= 0; k--) {
                NormedSwish place = place(pass, k);
                Stage stage = Stage.of(blocks, k);
                for (int r = from; r < to; r++) {
                  place.backward(stage.gain().floats(), scratch, r);
                }
                if (k > 0) {
                  passOn(pass, stage, k, from, to, scratch);
                }
              }
              int first = place(pass, 0).sigmoid() + from * width;
              System.arraycopy(
                  scratch, first, flow.inGradient(), from * width, (to - from) * width);
            });
    // only now that nobody reads the weights any more
    for (int k = 0; k < stages; k++) {
      update(pass, Stage.of(blocks, k), k, scratch);
    }
  }

  /** The gradient by the last h is what came back; those by the others are still zero. */
  private void beginGradients(Pass pass, Flow flow, int from, int to) {
    for (int k = 0; k < stages; k++) {
      int gradient = place(pass, k).gradient();
      int at = gradient + from * width;
      if (k == stages - 1) {
        System.arraycopy(flow.outGradient(), from * width, flow.scratch(), at, (to - from) * width);
      } else {
        Arrays.fill(flow.scratch(), at, gradient + to * width, 0);
      }
    }
  }

  /** Adds the gradient by u to those by all h that it is made of. */
  private void passOn(Pass pass, Stage stage, int number, int from, int to, float[] scratch) {
    int byU = place(pass, number).sigmoid();
    int length = (to - from) * width;
    for (int j = 0; j < number; j++) {
      int gradient = place(pass, j).gradient() + from * width;
      pass.kernels().axpy(1, scratch, byU + from * width, scratch, gradient, length);
    }
    Matrix before = rows(scratch, place(pass, number - 1).gradient(), from, to);
    pass.sgemm().multiply(rows(scratch, byU, from, to), stage.weights().matrix(), 1, before);
  }

  private void update(Pass pass, Stage stage, int number, float[] scratch) {
    NormedSwish place = place(pass, number);
    if (number > 0) {
      Matrix before = rows(scratch, place(pass, number - 1).hidden(), 0, pass.positions());
      pass.compute()
          .byRows(
              width,
              (from, to) -> {
                float[] slice = pass.scratch((to - from) * width);
                Matrix byU =
                    Matrix.of(scratch, place.sigmoid() + from, pass.positions(), to - from, width);
                pass.sgemm().multiply(byU.transpose(), before, Matrix.of(slice, to - from, width));
                int length = (to - from) * width;
                pass.optimizer()
                    .update(pass.kernels(), stage.weights(), from * width, slice, 0, length);
              });
      update(pass, stage.bias(), sum(pass, scratch, place.sigmoid()));
    }
    float[] gains = new float[width];
    for (int k = 0; k < pass.positions() * width; k++) {
      gains[k % width] += scratch[place.gradient() + k] * scratch[place.normed() + k];
    }
    update(pass, stage.gain(), gains);
    update(pass, stage.normBias(), sum(pass, scratch, place.gradient()));
  }

  private float[] sum(Pass pass, float[] scratch, int from) {
    float[] sum = new float[width];
    for (int r = 0; r < pass.positions(); r++) {
      pass.kernels().axpy(1, scratch, from + r * width, sum, 0, width);
    }
    return sum;
  }

  private void update(Pass pass, BlockArray vector, float[] gradient) {
    pass.optimizer().update(pass.kernels(), vector, 0, gradient, 0, width);
  }
}
