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
 * Records the gradient block by block without changing the parameters. Detects a layer that passes
 * the gradient of another block, or one outside its block.
 */
public class GradientRecorder implements Optimizer {
  public final float[] gradient;

  /** Which parameters were passed as weights, which decay. */
  public final boolean[] weights;

  /** How often each parameter was passed in this step. */
  public final int[] times;

  private final List<BlockShape> shapes;
  private final int[] starts;

  /** Records the gradients of blocks in this order. */
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

  /** The offset of a slice of a block among all parameters. */
  final int at(BlockArray block, int from, int length) {
    assertEquals(shapes.get(block.number()), block.shape(), "the block of that number");
    int at = starts[block.number()] + from;
    if (from < 0 || at + length > starts[block.number() + 1]) {
      throw new AssertionError(
          "%d numbers from %d are outside %s".formatted(length, from, block.shape()));
    }
    return at;
  }

  /** Checks that exactly these parameters were passed, once each. */
  public final void assertOnce(int from, int to) {
    int[] expected = new int[times.length];
    Arrays.fill(expected, from, to, 1);
    for (int k = 0; k < times.length; k++) {
      assertEquals(expected[k], times[k], "how often parameter " + k + " has come");
    }
  }
}
