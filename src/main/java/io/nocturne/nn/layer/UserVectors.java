package io.nocturne.nn.layer;

import io.nocturne.nn.batch.Batch;
import io.nocturne.nn.optim.FrozenOptimizer;
import io.nocturne.nn.optim.Optimizer;
import io.nocturne.nn.parameter.BlockArray;
import io.nocturne.nn.parameter.BlockShape;
import io.nocturne.nn.parameter.RowsOf;

/**
 * A vector for each training user, which is added to what the first layer makes of the history (Wu
 * et al. 2016, the user node). They are trained where the user's history is, and are not part of
 * the parameters that are averaged.
 *
 * @param vectors [users x width], changed in place
 * @param optimizer of these
 */
public record UserVectors(BlockArray vectors, Optimizer optimizer) {
  /** The name of the block of all users' vectors. */
  public static final String BLOCK = "user.vectors";

  /** Of a network that has none. */
  public static final UserVectors NONE = of(new float[0], 1);

  /** Vectors that stay as they are, [users x width]. */
  public static UserVectors of(float[] vectors, int width) {
    BlockShape shape = shape(vectors.length / width, width);
    return new UserVectors(new BlockArray(shape, 0, vectors), FrozenOptimizer.INSTANCE);
  }

  /** The block of vectors for a number of users. */
  public static BlockShape shape(int users, int width) {
    return BlockShape.weights(BLOCK, RowsOf.USERS, users, width);
  }

  /** Begins a step. */
  public void begin(long examples) {
    optimizer.begin(examples);
  }

  /** Adds the vector of a row's user to {@code out}; where the user is not known, nothing. */
  void add(Pass pass, int row, float[] out) {
    if (vectors.shape().rows() == 0) {
      return;
    }
    int user = pass.batch().members()[row];
    if (user >= 0) {
      int width = vectors.shape().width();
      pass.kernels().axpy(1, vectors.floats(), user * width, out, row * width, width);
    }
  }

  /**
   * Trains on the gradient by what was added. A vector affects the loss of its user only, so it
   * follows the gradient of that loss and not of the batch's mean, whatever the batch is.
   */
  void update(Pass pass, float[] gradient) {
    if (vectors.shape().rows() == 0) {
      return;
    }
    Batch batch = pass.batch();
    int width = vectors.shape().width();
    pass.compute()
        .byRows(
            batch.rows(),
            (from, to) -> {
              for (int r = from; r < to; r++) {
                int user = batch.members()[r];
                if (user >= 0) {
                  for (int k = r * width; k < (r + 1) * width; k++) {
                    gradient[k] *= batch.rows();
                  }
                  optimizer.update(
                      pass.kernels(), vectors, user * width, gradient, r * width, width);
                }
              }
            });
  }
}
