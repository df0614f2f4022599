package io.nocturne.spark.train;

import io.nocturne.model.Parameters;
import io.nocturne.nn.AdamState;
import io.nocturne.nn.TrainingState;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * The state of training on its way between driver and executors: blocks of at most 16 MB, since
 * bytes are what Spark moves fastest. First come the parameters, then the first moments, then the
 * second ones.
 */
final class StateBlocks implements Serializable {
  private static final long serialVersionUID = 1;
  private static final int ARRAYS = 3;

  private final int parameters;
  private final long steps;
  private final int epochs;
  private final long examples;
  private final ArrayList<byte[]> blocks;

  StateBlocks(int parameters, long steps, int epochs, long examples, List<byte[]> blocks) {
    this.parameters = parameters;
    this.steps = steps;
    this.epochs = epochs;
    this.examples = examples;
    this.blocks = new ArrayList<>(blocks);
  }

  static StateBlocks of(TrainingState state) {
    List<byte[]> blocks = new ArrayList<>();
    for (float[] array :
        List.of(state.theta(), state.optimizer().first(), state.optimizer().second())) {
      for (long from = 0; from < array.length; from += Parameters.BLOCK_FLOATS) {
        int length = (int) Math.min(Parameters.BLOCK_FLOATS, array.length - from);
        blocks.add(bytes(array, (int) from, length));
      }
    }
    return new StateBlocks(
        state.theta().length, state.optimizer().steps(), state.epochs(), state.examples(), blocks);
  }

  List<byte[]> blocks() {
    return blocks;
  }

  int epochs() {
    return epochs;
  }

  /** The same with other blocks in their place: those that a task has been sent. */
  StateBlocks with(List<byte[]> received) {
    return new StateBlocks(parameters, steps, epochs, examples, received);
  }

  TrainingState open() {
    float[] theta = array(0);
    AdamState optimizer = new AdamState(array(1), array(2), steps);
    return new TrainingState(theta, optimizer, epochs, examples);
  }

  /** The blocks of the parameters alone. */
  List<byte[]> parameters() {
    return List.copyOf(blocks.subList(0, blocks.size() / ARRAYS));
  }

  /** Parameters from their blocks. */
  static Parameters opened(List<byte[]> parameters) {
    float[][] floats = new float[parameters.size()][];
    for (int b = 0; b < floats.length; b++) {
      floats[b] = new float[parameters.get(b).length / Float.BYTES];
      copy(parameters.get(b), floats[b], 0);
    }
    return new Parameters(floats);
  }

  private float[] array(int which) {
    int perArray = blocks.size() / ARRAYS;
    float[] floats = new float[parameters];
    for (int b = 0; b < perArray; b++) {
      copy(blocks.get(which * perArray + b), floats, b * Parameters.BLOCK_FLOATS);
    }
    return floats;
  }

  private static byte[] bytes(float[] floats, int from, int length) {
    ByteBuffer buffer = ByteBuffer.allocate(length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    buffer.asFloatBuffer().put(floats, from, length);
    return buffer.array();
  }

  private static void copy(byte[] bytes, float[] to, int at) {
    ByteBuffer.wrap(bytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .asFloatBuffer()
        .get(to, at, bytes.length / Float.BYTES);
  }
}
