package io.nocturne.nn.parameter;

import io.nocturne.math.ParallelLoop;
import io.nocturne.math.Seeds;
import io.nocturne.math.SplitMix64;
import java.util.Arrays;
import java.util.List;

/**
 * Draws initial parameters: each row of weights and each vector of biases from a separate stream,
 * so that any number of threads draws the same.
 */
public final class Initializer {
  private static final double BIAS_DEVIATION = 0.001;

  private final ParallelLoop loop;
  private final long seed;
  private int drawn;

  /** Draws that follow from the seed and from the order in which blocks are drawn. */
  public Initializer(ParallelLoop loop, long seed) {
    this.loop = loop;
    this.seed = seed;
  }

  /** Draws each block by its kind, in their order: {@link #weights} or {@link #biases}. */
  public void draw(List<BlockArray> blocks) {
    for (BlockArray block : blocks) {
      if (block.shape().kind() == BlockKind.WEIGHTS) {
        weights(block);
      } else {
        biases(block);
      }
    }
  }

  /**
   * Weights [rows x columns]: normal with variance 2 / (rows + columns) (Glorot and Bengio,
   * "Understanding the difficulty of training deep feedforward neural networks", 2010, eq. 12).
   */
  public void weights(BlockArray block) {
    int rows = block.shape().rows();
    int columns = block.shape().width();
    double deviation = Math.sqrt(2.0 / (rows + columns));
    int matrix = drawn++;
    loop.run(
        rows,
        row -> {
          SplitMix64 random = new SplitMix64(Seeds.derive(seed, matrix, row));
          int at = row * columns;
          for (int k = at; k < at + columns; k++) {
            block.floats()[k] = (float) (deviation * random.nextGaussian());
          }
        });
  }

  /** The same number everywhere. */
  public void fill(BlockArray block, float value) {
    Arrays.fill(block.floats(), value);
  }

  /** Biases: normal with deviation 0.001, cut at two deviations (Liang et al. 2018, their code). */
  public void biases(BlockArray block) {
    SplitMix64 random = new SplitMix64(Seeds.derive(seed, drawn++, -1));
    for (int k = 0; k < block.floats().length; k++) {
      double number = random.nextGaussian();
      while (Math.abs(number) > 2) {
        number = random.nextGaussian();
      }
      block.floats()[k] = (float) (BIAS_DEVIATION * number);
    }
  }
}
