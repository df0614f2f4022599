package io.nocturne.model.linear;

import io.nocturne.math.Kernels;
import io.nocturne.math.SparseRows;
import io.nocturne.math.linear.SymmetricFloats;
import io.nocturne.model.RangedScores;
import io.nocturne.model.Recommender;
import io.nocturne.nn.parameter.Block;
import io.nocturne.nn.parameter.BlockShape;
import io.nocturne.nn.parameter.Parameters;
import io.nocturne.nn.parameter.RowsOf;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A model that is linear in the items, and symmetric but for scales: score_j = b_j + d_j x_j - c_j
 * sum over i != j of x_i r_i P_ij. The inverse P is stored as the half that it was computed in, so
 * that a model takes 2 n^2 bytes, and no square matrix exists at any time.
 *
 * <p>Many histories are scored together, for a few items at a time: their weights are brought into
 * rows ({@link WeightPanel}), which stay in the cache for all histories. A score is summed in the
 * order of its history.
 */
public final class SymmetricWeights implements Recommender {
  /** The block of P, [tiles x elements of a tile]. */
  public static final String INVERSE = "item.inverse";

  /** The block of r, [items]. */
  public static final String READS = "item.reads";

  /** The block of c, [items]. */
  public static final String SCALES = "item.scales";

  /** The block of d, [items]. */
  public static final String DIAGONAL = "item.diagonal";

  /** The block of b, [items]; optional. */
  public static final String BIAS = "item.bias";

  /** The items whose scores are summed at a time. Divides the size of a tile, or there is one. */
  static final int PANEL = 64;

  /** From so many items on, the copies of weights take longer than a task of few histories. */
  private static final int LARGE = 10_000;

  private static final int TOGETHER = 1_024;
  private static final int TOGETHER_OF_LARGE = 16_384;

  /** Several panels at a time, as whoever uses the scores of a range begins with each history. */
  private static final int RANGE = 4 * PANEL;

  private final SymmetricFloats inverse;
  private final float[] reads;
  private final float[] scales;
  private final float[] diagonal;
  private final float[] bias;
  private final boolean hasDiagonal;
  private final Kernels kernels = Kernels.get();

  /** A model of these blocks. */
  public SymmetricWeights(int items, Parameters parameters) {
    this.inverse = inverse(items, parameters);
    this.reads = column(items, parameters, READS);
    this.scales = column(items, parameters, SCALES);
    this.diagonal = column(items, parameters, DIAGONAL);
    this.hasDiagonal = IntStream.range(0, items).anyMatch(i -> diagonal[i] != 0);
    this.bias = parameters.has(BIAS) ? column(items, parameters, BIAS) : new float[items];
  }

  private static SymmetricFloats inverse(int items, Parameters parameters) {
    Block.Floats block = parameters.floats(INVERSE);
    int width = block.shape().width();
    int tileSize = (int) Math.round(Math.sqrt(width));
    if (tileSize * tileSize != width) {
      throw new IllegalArgumentException(
          "Invalid block %s: its width is %d (expected the elements of a square tile)"
              .formatted(INVERSE, width));
    }
    return SymmetricFloats.of(items, tileSize, block.arrays());
  }

  private static float[] column(int items, Parameters parameters, String name) {
    float[] column = parameters.floats(name).flat();
    if (column.length != items) {
      throw new IllegalArgumentException(
          "Invalid block %s: %d numbers (expected %d, one for each item)"
              .formatted(name, column.length, items));
    }
    return column;
  }

  /**
   * The parameters of a model; nothing is copied.
   *
   * @param inverse P, of which the diagonal is set to 0
   * @param reads r
   * @param scales c
   * @param diagonal d
   */
  public static Parameters parameters(
      SymmetricFloats inverse, float[] reads, float[] scales, float[] diagonal) {
    for (int i = 0; i < inverse.n(); i++) {
      inverse.set(i, i, 0);
    }
    int tile = inverse.tileSize() * inverse.tileSize();
    BlockShape shape = BlockShape.weights(INVERSE, RowsOf.NONE, inverse.tiles(), tile);
    List<Block> blocks = new ArrayList<>();
    blocks.add(new Block.Floats(shape, inverse.arrays()));
    blocks.add(column(READS, reads));
    blocks.add(column(SCALES, scales));
    blocks.add(column(DIAGONAL, diagonal));
    return new Parameters(blocks);
  }

  /** The block {@link #BIAS}. */
  public static Block bias(float[] bias) {
    return column(BIAS, bias);
  }

  private static Block column(String name, float[] column) {
    return Parameters.floats(BlockShape.weights(name, RowsOf.ITEMS, column.length, 1), column);
  }

  @Override
  public int items() {
    return inverse.n();
  }

  @Override
  public int together() {
    return items() < LARGE ? TOGETHER : TOGETHER_OF_LARGE;
  }

  @Override
  public int rangeWidth() {
    return Math.min(items(), RANGE);
  }

  @Override
  public void score(SparseRows histories, float[] scores) {
    Scoring scoring = new Scoring(histories);
    for (int first = 0; first < items(); first += PANEL) {
      scoring.write(first, scores, first, items());
    }
  }

  @Override
  public RangedScores scores(SparseRows histories) {
    Scoring scoring = new Scoring(histories);
    return (first, scores) -> {
      int width = Math.min(rangeWidth(), items() - first);
      for (int at = 0; at < width; at += PANEL) {
        scoring.write(first + at, scores, at, width);
      }
    };
  }

  /** Some histories, whose scores are written panel by panel. */
  private final class Scoring {
    private final SparseRows histories;
    private final WeightPanel panel;

    /** x_i r_i of each entry. */
    private final float[] entries;

    private final float[] sums = new float[PANEL];

    Scoring(SparseRows histories) {
      this.histories = histories;
      this.panel = new WeightPanel(inverse, PANEL, histories);
      this.entries = new float[histories.nonZeros()];
      for (int k = 0; k < entries.length; k++) {
        entries[k] = histories.value(k) * reads[histories.index(k)];
      }
    }

    /**
     * Writes the scores of a panel.
     *
     * @param at the index of the first score
     * @param stride from the scores of one history to those of the next
     */
    void write(int first, float[] scores, int at, int stride) {
      int end = Math.min(first + PANEL, items());
      panel.fill(first);
      for (int row = 0; row < histories.rows(); row++) {
        kernels.weightedSum(
            entries,
            panel.places(),
            histories.start(row),
            histories.end(row),
            panel.weights(),
            PANEL,
            sums);
        int to = at + row * stride - first;
        for (int j = first; j < end; j++) {
          scores[to + j] = bias[j] - scales[j] * sums[j - first];
        }
        if (hasDiagonal) {
          addDiagonal(row, first, end, scores, at + row * stride);
        }
      }
    }

    private void addDiagonal(int row, int first, int end, float[] scores, int at) {
      for (int k = histories.start(row); k < histories.end(row); k++) {
        int item = histories.index(k);
        if (item >= first && item < end) {
          scores[at + item - first] += diagonal[item] * histories.value(k);
        }
      }
    }
  }
}
