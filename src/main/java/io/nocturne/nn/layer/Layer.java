package io.nocturne.nn.layer;

import io.nocturne.nn.parameter.BlockArray;
import io.nocturne.nn.parameter.BlockKind;
import io.nocturne.nn.parameter.BlockShape;
import io.nocturne.nn.parameter.Initializer;
import java.io.Serializable;
import java.util.List;

/**
 * A hidden layer: a row for each position of the batch comes in, and one goes out. It is stateless:
 * its parameters are blocks passed to it, and activations are in the {@link Flow}.
 */
public interface Layer extends Serializable {
  /** Width of an input row. */
  int inputs();

  /** Width of an output row. */
  int outputs();

  /** The shapes of its blocks of parameters, in their order; names are local to the layer. */
  default List<BlockShape> blocks() {
    return List.of();
  }

  /** Draws its initial parameters, block by block. */
  default void initialize(Initializer initializer, List<BlockArray> blocks) {
    initializer.draw(blocks);
  }

  /** The number of scratch floats that a position needs from forward to backward. */
  default int scratch() {
    return 0;
  }

  /** Writes {@code flow.out} from {@code flow.in}. */
  void forward(Pass pass, List<BlockArray> blocks, Flow flow);

  /**
   * Writes {@code flow.inGradient} from {@code flow.outGradient}, and hands the gradient of each
   * parameter to the optimizer once.
   */
  void backward(Pass pass, List<BlockArray> blocks, Flow flow);

  /** Its contribution to the mean loss of the batch, after the forward pass. */
  default double penalty(Pass pass, Flow flow) {
    return 0;
  }

  /** Whether it draws codes around a mean in training, from near a standard normal prior. */
  default boolean isVariational() {
    return false;
  }

  /**
   * Whether its prior is computed from an earlier encoder: then the network keeps a copy of the
   * layers before this one, and their output for the batch is {@link Workspace#prior}.
   */
  default boolean hasPrior() {
    return false;
  }

  /** The products of a batch, forward: multiplications with its weights. */
  default double products(BatchSize size) {
    return (double) size.positions()
        * blocks().stream()
            .filter(block -> block.kind() == BlockKind.WEIGHTS)
            .mapToLong(BlockShape::size)
            .sum();
  }
}
