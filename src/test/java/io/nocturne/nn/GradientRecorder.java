package io.nocturne.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nocturne.math.Kernels;
import io.nocturne.nn.optim.Optimizer;
import io.nocturne.nn.parameter.BlockArray;
import io.nocturne.nn.parameter.BlockKind;
import io.nocturne.nn.parameter.BlockShape;
import java.util.Arrays;
import java.util.List;

/**
 * Keeps the gradient that it is handed, block after block, and leaves the parameters alone. A layer
 * that hands over another block's gradient, or one outside its block, is found.
 */
public class GradientRecorder implements Optimizer {
  public final float[] gradient;

  /** Which parameters came as some that decay. */
  public final boolean[] weights;

  /** How often each parameter has come in this step. */
  public final int[] times;

  private final List<BlockShape> shapes;
  private final int[] starts;

  /** Of blocks in this order. */
  public GradientRecorder(List<BlockShape> shapes) {
    this.shapes = shapes;
    starts = new int[shapes.size() + 1];
    for (int b = 0; b < shapes.size(); b++) {
      starts[b + 1] = starts[b] + shapes.get(b).length();
    }
    int parameters = starts[shapes.size()];
    gradient = new float[parameters];
    weights = new boolean[parameters];
    times = new int[parameters];
  }

  @Override
  public void begin(long examples) {
    Arrays.fill(times, 0);
    Arrays.fill(gradient, Float.NaN);
  }

  @Override
  public void update(
      Kernels kernels, BlockArray block, int from, float[] slice, int sliceFrom, int length) {
    int at = at(block, from, length);
    for (int k = 0; k < length; k++) {
      gradient[at + k] = slice[sliceFrom + k];
      weights[at + k] = block.shape().kind() == BlockKind.WEIGHTS;
      times[at + k]++;
    }
  }

  @Override
  public void rest(Kernels kernels, BlockArray block, int from, int length) {
    update(kernels, block, from, new float[length], 0, length);
  }

  /** Where a slice of a block lies among all parameters. */
  final int at(BlockArray block, int from, int length) {
    assertEquals(shapes.get(block.number()), block.shape(), "the block of that number");
    int at = starts[block.number()] + from;
    if (from < 0 || at + length > starts[block.number() + 1]) {
      throw new AssertionError(
          "%d numbers from %d are outside %s".formatted(length, from, block.shape()));
    }
    return at;
  }

  /** Checks that all of these have come once, and no others. */
  public final void assertOnce(int from, int to) {
    int[] expected = new int[times.length];
    Arrays.fill(expected, from, to, 1);
    for (int k = 0; k < times.length; k++) {
      assertEquals(expected[k], times[k], "how often parameter " + k + " has come");
    }
  }
}
