package io.nocturne.nn.layer;

import io.nocturne.math.Activation;
import io.nocturne.math.Compute;
import io.nocturne.math.Kernels;
import io.nocturne.math.Matrix;
import io.nocturne.nn.parameter.BlockArray;
import io.nocturne.nn.parameter.BlockShape;
import io.nocturne.nn.parameter.RowsOf;
import java.util.Arrays;
import java.util.List;

/**
 * A fully connected layer: y = f(W x + b) with W [outputs x inputs].
 *
 * @param inputs width of x, 1 or more
 * @param outputs width of y, 1 or more
 */
public record Dense(int inputs, int outputs, Activation activation) implements Layer {
  /** Checks that the widths are in range. */
  public Dense {
    Widths.require(inputs);
    Widths.require(outputs);
  }

  @Override
  public List<BlockShape> blocks() {
    return List.of(
        BlockShape.weights("weights", RowsOf.NONE, outputs, inputs),
        BlockShape.biases("bias", outputs));
  }

  @Override
  public int scratch() {
    return activation.kept() * outputs;
  }

  @Override
  public void forward(Pass pass, List<BlockArray> blocks, Flow flow) {
    Matrix weights = blocks.get(0).matrix();
    float[] biases = blocks.get(1).floats();
    pass.compute()
        .byRows(
            pass.positions(),
            (from, to) -> {
              for (int r = from; r < to; r++) {
                System.arraycopy(biases, 0, flow.out(), r * outputs, outputs);
              }
              pass.sgemm()
                  .multiply(
                      Matrix.of(flow.in(), from * inputs, to - from, inputs),
                      weights.transpose(),
                      1,
                      Matrix.of(flow.out(), from * outputs, to - from, outputs));
              pass.activate(
                  activation, flow.out(), flow.scratch(), from * outputs, (to - from) * outputs);
            });
  }

  @Override
  public void backward(Pass pass, List<BlockArray> blocks, Flow flow) {
    Matrix weights = blocks.get(0).matrix();
    float[] gradient = flow.outGradient();
    pass.compute()
        .byRows(
            pass.positions(),
            (from, to) -> {
              int first = from * outputs;
              activation.backward(
                  flow.out(), flow.scratch(), first, gradient, first, (to - from) * outputs);
              pass.sgemm()
                  .multiply(
                      Matrix.of(gradient, first, to - from, outputs),
                      weights,
                      Matrix.of(flow.inGradient(), from * inputs, to - from, inputs));
            });
    // only now that nobody reads the weights any more
    pass.compute().byRows(outputs, (from, to) -> update(pass, blocks, flow, from, to));
  }

  private void update(Pass pass, List<BlockArray> blocks, Flow flow, int from, int to) {
    Kernels kernels = pass.kernels();
    float[] slice = pass.scratch(Compute.ROWS * (inputs + 1));
    int units = to - from;
    Matrix byUnits = Matrix.of(flow.outGradient(), from, pass.positions(), units, outputs);
    pass.sgemm()
        .multiply(
            byUnits.transpose(),
            Matrix.of(flow.in(), pass.positions(), inputs),
            Matrix.of(slice, units, inputs));
    pass.optimizer().update(kernels, blocks.get(0), from * inputs, slice, 0, units * inputs);
    int biases = units * inputs;
    Arrays.fill(slice, biases, biases + units, 0);
    for (int r = 0; r < pass.positions(); r++) {
      kernels.axpy(1, flow.outGradient(), r * outputs + from, slice, biases, units);
    }
    pass.optimizer().update(kernels, blocks.get(1), from, slice, biases, units);
  }
}
