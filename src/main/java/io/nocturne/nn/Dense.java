package io.nocturne.nn;

import io.nocturne.math.Kernels;
import io.nocturne.math.Sgemm;
import java.util.Arrays;

/**
 * y = f(W x + b) with W [outputs x inputs]. The parameters are W, row-major, and then b.
 *
 * @param inputs width of x, 1 or more
 * @param outputs width of y, 1 or more
 */
record Dense(int inputs, int outputs, Activation activation) implements Layer {
  Dense {
    Network.checkWidth(inputs);
    Network.checkWidth(outputs);
  }

  @Override
  public long parameters() {
    return (long) outputs * inputs + outputs;
  }

  @Override
  public int[] rowWidths() {
    int[] widths = new int[outputs + 1];
    Arrays.fill(widths, 0, outputs, inputs);
    widths[outputs] = outputs; // the biases
    return widths;
  }

  @Override
  public int scratch() {
    return activation.kept() * outputs;
  }

  @Override
  public void initialize(Initializer initializer, int at) {
    initializer.weights(at, outputs, inputs);
    initializer.biases(at + outputs * inputs, outputs);
  }

  @Override
  public void forward(Pass pass, int at, float[] in, float[] out, float[] scratch) {
    Sgemm sgemm = pass.compute.sgemm();
    float[] theta = pass.theta;
    int biases = at + outputs * inputs;
    pass.compute.byRows(
        pass.rows,
        (from, to) -> {
          for (int r = from; r < to; r++) {
            System.arraycopy(theta, biases, out, r * outputs, outputs);
          }
          sgemm.multiply(
              false,
              true,
              to - from,
              outputs,
              inputs,
              1,
              in,
              from * inputs,
              inputs,
              theta,
              at,
              inputs,
              1,
              out,
              from * outputs,
              outputs);
          pass.activate(activation, out, scratch, from * outputs, (to - from) * outputs);
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
      float[] scratch) {
    Sgemm sgemm = pass.compute.sgemm();
    pass.compute.byRows(
        pass.rows,
        (from, to) -> {
          int first = from * outputs;
          activation.backward(out, scratch, first, outGradient, first, (to - from) * outputs);
          sgemm.multiply(
              false,
              false,
              to - from,
              inputs,
              outputs,
              1,
              outGradient,
              from * outputs,
              outputs,
              pass.theta,
              at,
              inputs,
              0,
              inGradient,
              from * inputs,
              inputs);
        });
    // only now that nobody reads the weights any more
    pass.compute.byRows(outputs, (from, to) -> update(pass, at, in, outGradient, from, to));
  }

  private void update(Pass pass, int at, float[] in, float[] gradient, int from, int to) {
    Kernels kernels = pass.compute.kernels();
    float[] slice = pass.scratch(Compute.ROWS * (inputs + 1));
    int units = to - from;
    pass.compute
        .sgemm()
        .multiply(
            true, false, units, inputs, pass.rows, 1, gradient, from, outputs, in, 0, inputs, 0,
            slice, 0, inputs);
    pass.optimizer.update(kernels, pass.theta, at + from * inputs, slice, 0, units * inputs, true);
    int biases = units * inputs;
    Arrays.fill(slice, biases, biases + units, 0);
    for (int r = 0; r < pass.rows; r++) {
      kernels.axpy(1, gradient, r * outputs + from, slice, biases, units);
    }
    pass.optimizer.update(
        kernels, pass.theta, at + outputs * inputs + from, slice, biases, units, false);
  }
}
