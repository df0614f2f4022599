package io.nocturne.nn;

import java.io.Serializable;

/** The first layer: it reads the histories of a batch. Its parameters are the first ones. */
interface Input extends Serializable {
  /** How many items there are. */
  int items();

  /** Width of a row that comes out. */
  int outputs();

  /** How many parameters it has. */
  long parameters();

  /** Adds the rows of its parameters, in their order. */
  void addRows(ParameterRows rows);

  /** Draws its initial parameters, from {@code at} on. */
  void initialize(Initializer initializer, int at);

  /** How many floats of scratch a row needs from forward to backward. */
  int scratch();

  /** Writes {@code out}, [rows x outputs]. */
  void forward(Pass pass, int at, Batch batch, float[] out, float[] scratch);

  /** What makes y of the weighted sums z. */
  Activation activation();

  /** The same layer that puts out z. */
  Input linear();

  /** The sums of the squares of each unit's weights over all items, [outputs], after a forward. */
  float[] squares(Pass pass);

  /** What it adds to the mean loss of the batch, once it has gone forward. */
  default double penalty(Pass pass, float[] out) {
    return 0;
  }

  /** Hands the gradient of its parameters to the optimizer; it may overwrite what is given. */
  void backward(Pass pass, int at, Batch batch, float[] out, float[] outGradient, float[] scratch);
}
