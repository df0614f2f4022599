package io.nocturne.nn;

/**
 * A vector for each training user, which is added to what the first layer makes of the history (Wu
 * et al. 2016, the user node). They are learnt where the user's history is, and are no part of the
 * parameters that are averaged.
 */
final class UserVectors {
  final float[] vectors;
  final int width;
  private final Optimizer optimizer;

  /**
   * @param vectors [users x width], changed in place
   * @param optimizer of these; null where nothing is learnt
   */
  UserVectors(float[] vectors, int width, Optimizer optimizer) {
    this.vectors = vectors;
    this.width = width;
    this.optimizer = optimizer;
  }

  /** Begins a step. */
  void begin(long examples) {
    optimizer.begin(examples);
  }

  /** Adds the vectors of the batch's users; of nobody known, nothing. */
  void add(Pass pass, Batch batch, int row, float[] out) {
    int user = batch.members[row];
    if (user >= 0) {
      pass.compute.kernels().axpy(1, vectors, user * width, out, row * width, width);
    }
  }

  /**
   * Learns from the gradient by what was added. A vector is in the loss of its own user alone, so
   * it goes by the gradient of that loss and not of the batch's mean, whatever the batch is.
   */
  void update(Pass pass, Batch batch, float[] gradient) {
    pass.compute.byRows(
        pass.rows,
        (from, to) -> {
          for (int r = from; r < to; r++) {
            int user = batch.members[r];
            if (user >= 0) {
              for (int k = r * width; k < (r + 1) * width; k++) {
                gradient[k] *= pass.rows;
              }
              optimizer.update(
                  pass.compute.kernels(), vectors, user * width, gradient, r * width, width, true);
            }
          }
        });
  }
}
