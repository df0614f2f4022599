package io.nocturne.nn;

import java.io.Serializable;

/**
 * A hidden layer: rows in, rows out, row-major. It holds no numbers of its own: parameters are a
 * slice of one flat array, activations and scratch belong to the pass.
 */
interface Layer extends Serializable {
  /** Width of a row that goes in. */
  int inputs();

  /** Width of a row that comes out. */
  int outputs();

  /** How many parameters it has. */
  long parameters();

  /** The widths of the rows of its parameters, in their order. */
  int[] rowWidths();

  /** How many floats of scratch a row needs from forward to backward. */
  int scratch();

  /** Draws its initial parameters, from {@code at} on. */
  void initialize(Initializer initializer, int at);

  /** Writes {@code out} from {@code in}. */
  void forward(Pass pass, int at, float[] in, float[] out, float[] scratch);

  /**
   * Writes {@code inGradient} from {@code outGradient}, which it may overwrite, and hands the
   * gradient of its parameters to the optimizer.
   */
  void backward(
      Pass pass,
      int at,
      float[] in,
      float[] out,
      float[] outGradient,
      float[] inGradient,
      float[] scratch);

  /** What it adds to the mean loss of the batch, once it has gone forward. */
  default double penalty(Pass pass, float[] in, float[] scratch) {
    return 0;
  }
}
