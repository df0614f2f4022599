package io.nocturne.nn.layer;

/** The buffers of a network's steps, which are used again from one to the next. */
public final class Workspace {
  private final OutputBuffers output = new OutputBuffers();
  private final ThreadLocal<float[]> scratch = ThreadLocal.withInitial(() -> new float[0]);
  private float[] prior;
  private float[][] outputs;

  /** The data that the output layer keeps from forward to backward. */
  public OutputBuffers output() {
    return output;
  }

  /** What the encoder of the prior makes of the batch, [positions x 2 code width]. */
  public float[] prior() {
    return prior;
  }

  /** Says what the encoder of the prior has made of the batch. */
  public void setPrior(float[] ofBatch) {
    prior = ofBatch;
  }

  /** The output of each layer before the output layer. */
  public float[][] outputs() {
    return outputs;
  }

  /** Sets the outputs of the layers. */
  public void setOutputs(float[][] ofLayers) {
    outputs = ofLayers;
  }

  /** At least this many floats for the calling thread until its next call; not cleared. */
  public float[] scratch(int size) {
    float[] floats = scratch.get();
    if (floats.length < size) {
      floats = new float[size];
      scratch.set(floats);
    }
    return floats;
  }
}
