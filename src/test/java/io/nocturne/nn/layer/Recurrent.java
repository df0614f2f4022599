package io.nocturne.nn.layer;

import io.nocturne.math.Matrix;
import io.nocturne.nn.batch.Batch;
import io.nocturne.nn.parameter.BlockArray;
import io.nocturne.nn.parameter.BlockShape;
import io.nocturne.nn.parameter.Initializer;
import io.nocturne.nn.parameter.RowsOf;
import java.util.List;

/**
 * A hidden layer over sequences (Elman, "Finding structure in time", 1990): h_p = tanh(W x_p + U
 * h_(p-1) + b) for each position p of a history, with h = 0 before the first one.
 */
public record Recurrent(int inputs, int outputs) implements Layer {
  @Override
  public List<BlockShape> blocks() {
    return List.of(
        BlockShape.weights("weights", RowsOf.NONE, outputs, inputs),
        BlockShape.weights("recurrent-weights", RowsOf.NONE, outputs, outputs),
        BlockShape.biases("bias", outputs));
  }

  @Override
  public void initialize(Initializer initializer, List<BlockArray> blocks) {
    initializer.weights(blocks.get(0));
    initializer.weights(blocks.get(1));
    initializer.biases(blocks.get(2));
  }

  @Override
  public void forward(Pass pass, List<BlockArray> blocks, Flow flow) {
    float[] h = flow.out();
    for (int p = 0; p < pass.positions(); p++) {
      System.arraycopy(blocks.get(2).floats(), 0, h, p * outputs, outputs);
    }
    pass.sgemm()
        .multiply(
            Matrix.of(flow.in(), pass.positions(), inputs),
            blocks.get(0).matrix().transpose(),
            1,
            positions(h, 0, pass.positions()));
    Batch batch = pass.batch();
    Matrix recurrent = blocks.get(1).matrix();
    for (int r = 0; r < batch.rows(); r++) {
      int first = batch.firstPosition(r);
      for (int p = first; p < batch.firstPosition(r + 1); p++) {
        if (p > first) {
          pass.sgemm()
              .multiply(positions(h, p - 1, 1), recurrent.transpose(), 1, positions(h, p, 1));
        }
        for (int k = p * outputs; k < (p + 1) * outputs; k++) {
          h[k] = (float) Math.tanh(h[k]);
        }
      }
    }
  }

  private Matrix positions(float[] of, int from, int count) {
    return Matrix.of(of, from * outputs, count, outputs);
  }

  @Override
  public void backward(Pass pass, List<BlockArray> blocks, Flow flow) {
    float[] h = flow.out();
    float[] delta = flow.outGradient();
    Batch batch = pass.batch();
    Matrix recurrent = blocks.get(1).matrix();
    float[] byRecurrent = new float[outputs * outputs];
    for (int r = 0; r < batch.rows(); r++) {
      int first = batch.firstPosition(r);
      int end = batch.firstPosition(r + 1);
      for (int p = end - 1; p >= first; p--) {
        if (p + 1 < end) {
          Matrix after = positions(delta, p + 1, 1);
          pass.sgemm().multiply(after, recurrent, 1, positions(delta, p, 1));
          pass.sgemm()
              .multiply(
                  after.transpose(),
                  positions(h, p, 1),
                  1,
                  Matrix.of(byRecurrent, outputs, outputs));
        }
        for (int k = p * outputs; k < (p + 1) * outputs; k++) {
          delta[k] *= 1 - h[k] * h[k];
        }
      }
    }
    Matrix all = positions(delta, 0, pass.positions());
    pass.sgemm()
        .multiply(
            all, blocks.get(0).matrix(), Matrix.of(flow.inGradient(), pass.positions(), inputs));
    update(pass, blocks, flow, byRecurrent);
  }

  private void update(Pass pass, List<BlockArray> blocks, Flow flow, float[] byRecurrent) {
    float[] byWeights = new float[outputs * inputs];
    Matrix all = positions(flow.outGradient(), 0, pass.positions());
    pass.sgemm()
        .multiply(
            all.transpose(),
            Matrix.of(flow.in(), pass.positions(), inputs),
            Matrix.of(byWeights, outputs, inputs));
    float[] byBias = new float[outputs];
    for (int p = 0; p < pass.positions(); p++) {
      pass.kernels().axpy(1, flow.outGradient(), p * outputs, byBias, 0, outputs);
    }
    List<float[]> gradients = List.of(byWeights, byRecurrent, byBias);
    for (int b = 0; b < gradients.size(); b++) {
      float[] gradient = gradients.get(b);
      pass.optimizer().update(pass.kernels(), blocks.get(b), 0, gradient, 0, gradient.length);
    }
  }
}
