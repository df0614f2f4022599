package io.nocturne.nn.layer;

import io.nocturne.math.Activation;
import io.nocturne.nn.parameter.BlockArray;
import io.nocturne.nn.parameter.BlockShape;
import io.nocturne.nn.parameter.Initializer;
import java.io.Serializable;
import java.util.List;

/** The first layer: it reads the histories of a batch, and writes a row for each position. */
public interface Input extends Serializable {
  /** The number of items. */
  int items();

  /** Width of an output row. */
  int outputs();

  /** The shapes of its blocks of parameters, in their order; names are local to the layer. */
  List<BlockShape> blocks();

  /** Draws its initial parameters, block by block. */
  default void initialize(Initializer initializer, List<BlockArray> blocks) {
    initializer.draw(blocks);
  }

  /** The number of scratch floats that a position needs from forward to backward. */
  default int scratch() {
    return 0;
  }

  /** Whether each item of a history is a position, in order; else each history is one. */
  default boolean isSequential() {
    return false;
  }

  /** Writes {@code out}, [positions x outputs]. */
  void forward(Pass pass, List<BlockArray> blocks, float[] out, float[] scratch);

  /** Hands the gradient of its parameters to the optimizer; it may overwrite its arguments. */
  void backward(
      Pass pass, List<BlockArray> blocks, float[] out, float[] outGradient, float[] scratch);

  /** Its contribution to the mean loss of the batch, after the forward pass. */
  default double penalty(Pass pass, List<BlockArray> blocks, float[] out) {
    return 0;
  }

  /** The activation that makes y of the weighted sums z. */
  default Activation activation() {
    return Activation.IDENTITY;
  }

  /** Whether the Jacobian of its output is known: then it has the two methods below. */
  default boolean hasJacobian() {
    return false;
  }

  /** The same layer with z as its output. */
  default Input linear() {
    throw new IllegalStateException("The Jacobian is not known for " + this);
  }

  /** The sums of the squares of each unit's weights over all items, [outputs], after a forward. */
  default float[] squares(Pass pass, List<BlockArray> blocks) {
    throw new IllegalStateException("The Jacobian is not known for " + this);
  }

  /** The weights that a batch adds up, forward. */
  default double sums(BatchSize size) {
    return size.inputs() * outputs();
  }
}
