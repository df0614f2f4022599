package io.nocturne.nn;

/** What the layers of a network share while a batch goes through it, and the buffers for it. */
final class Pass {
  final Compute compute;
  final float[] theta;
  final OutputBuffers buffers = new OutputBuffers();
  private final ThreadLocal<float[]> scratch = ThreadLocal.withInitial(() -> new float[0]);

  /** How many rows the batch has. */
  int rows;

  /** What is learnt from, null where nothing is learnt. */
  Optimizer optimizer;

  /** The batch that is learnt from. */
  Batch batch;

  /** What the encoder of the prior makes of the batch, [rows x 2 code width]. */
  float[] prior;

  /** Which part is taught. */
  Phase phase = Phase.ALL;

  /** Whether the gradient by what the output layer reads is wanted. */
  boolean goesBack = true;

  /** The vectors of users; null where the network has none. */
  UserVectors users;

  /** Where random numbers of this step come from. */
  long seed;

  /** How many examples were learnt from before this step: what schedules count. */
  long examples;

  Pass(Compute compute, float[] theta) {
    this.compute = compute;
    this.theta = theta;
  }

  /** Turns z into y, and keeps in training what the way back needs beside it. */
  void activate(Activation activation, float[] z, float[] kept, int from, int length) {
    if (isTraining()) {
      activation.forward(compute.kernels(), z, from, length, kept, from);
    } else {
      activation.apply(compute.kernels(), z, from, length);
    }
  }

  boolean isTraining() {
    return optimizer != null;
  }

  /** At least so many floats for the calling thread, until it asks again; with old content. */
  float[] scratch(int size) {
    float[] floats = scratch.get();
    if (floats.length < size) {
      floats = new float[size];
      scratch.set(floats);
    }
    return floats;
  }
}
