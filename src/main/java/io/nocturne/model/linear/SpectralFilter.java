package io.nocturne.model.linear;

import io.nocturne.math.Kernels;
import io.nocturne.math.Matrix;
import io.nocturne.math.Sgemm;
import io.nocturne.math.SparseRows;
import io.nocturne.math.linear.LeadingEigenvectors;
import io.nocturne.model.Encoder;
import io.nocturne.model.Recommender;
import io.nocturne.model.TrainingData;
import io.nocturne.nn.parameter.Block;
import io.nocturne.nn.parameter.BlockShape;
import io.nocturne.nn.parameter.Parameters;
import io.nocturne.nn.parameter.RowsOf;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A linear autoencoder with a given spectrum, a filter on the graph of items:
 *
 * <pre>scores = Di^p (sum over k of c_k T_k(I - 2 R'R)) Di^-p x + alpha Di^q V V' Di^-q x</pre>
 *
 * with R of {@link NormalizedRows}, V its leading right singular vectors, Di the items' degrees and
 * T_k the Chebyshev polynomials. R'R has as many numbers as pairs of items, so the model holds the
 * sparse training rows and multiplies by them, once for each degree of the polynomial, which {@link
 * Deflation} lowers where p = q. A code is V' Di^-q x: the part of a history that the low-pass
 * filter V V' keeps.
 *
 * <p>The polynomial is summed by Clenshaw's recurrence (C. W. Clenshaw, "A note on the summation of
 * Chebyshev series", 1955), for histories side by side in rows [items x histories].
 */
public final class SpectralFilter implements Recommender, Encoder {
  private static final String VECTORS = "item.vectors";
  private static final String DEGREES = "item.degrees";
  private static final String SQUARES = "singular.squares";
  private static final String TRAINING = "training";

  /** Histories filtered side by side: an item's row is one line of the cache. */
  private static final int TOGETHER = 16;

  /** Items per call of BLAS. */
  private static final int TILE = 8192;

  private final Kernels kernels = Kernels.get();
  private final Sgemm sgemm = Sgemm.get();
  private final int items;
  private final int rank;
  private final float[] vectors;

  /** The polynomial that the training rows are multiplied by. */
  private final float[] coefficients;

  /** The weight of each singular vector, [rank]. */
  private final float[] gains;

  private final PlacedRows training;

  /** Di^-p and Di^p, Di^-q and Di^q. */
  private final float[] in;

  private final float[] out;
  private final float[] codeIn;
  private final float[] codeOut;

  /**
   * What a filter does with the spectrum.
   *
   * @param coefficients c_k, from 0 on
   * @param power p
   * @param alpha the weight of the low-rank part
   * @param codePower q
   */
  public record Response(double[] coefficients, double power, double alpha, double codePower) {}

  /** A filter with the parameters of {@link #fit}. */
  public SpectralFilter(int items, Parameters parameters, Response response) {
    this.items = items;
    this.rank = parameters.floats(VECTORS).shape().width();
    this.vectors = parameters.floats(VECTORS).flat();
    float[] degrees = parameters.floats(DEGREES).flat();
    if (degrees.length != items || vectors.length != items * rank) {
      throw new IllegalArgumentException(
          "Invalid blocks: %s for %,d items".formatted(parameters.shapes(), items));
    }
    this.in = NormalizedRows.power(degrees, -response.power());
    this.out = NormalizedRows.power(degrees, response.power());
    this.codeIn = NormalizedRows.power(degrees, -response.codePower());
    this.codeOut = NormalizedRows.power(degrees, response.codePower());
    this.training =
        new PlacedRows(
            parameters.integers(TRAINING + ".offsets"),
            parameters.integers(TRAINING + ".columns"),
            parameters.floats(TRAINING + ".values").flat(),
            degrees);
    double[] squares = doubles(parameters.floats(SQUARES).flat());
    Deflation deflation =
        response.power() == response.codePower()
            ? Deflation.of(response.coefficients(), squares)
            : new Deflation(response.coefficients(), new double[rank]);
    this.coefficients = floats(deflation.coefficients(), 0);
    this.gains = floats(deflation.gains(), response.alpha());
  }

  private static double[] doubles(float[] floats) {
    double[] doubles = new double[floats.length];
    Arrays.setAll(doubles, k -> floats[k]);
    return doubles;
  }

  private static float[] floats(double[] doubles, double plus) {
    float[] floats = new float[doubles.length];
    for (int k = 0; k < floats.length; k++) {
      floats[k] = (float) (doubles[k] + plus);
    }
    return floats;
  }

  /** The bytes that {@link #fit} needs at its peak. */
  public static long bytes(TrainingData data, int rank) {
    double entries = 0;
    for (float count : data.itemCounts()) {
      entries += count;
    }
    // twice: as they are collected and as blocks
    return NormalizedRows.bytes(data.items(), rank, data.threads()) + (long) (2 * 8 * entries);
  }

  /** The parameters of a filter: the singular vectors, the items' degrees and the training rows. */
  public static Parameters fit(TrainingData data, int rank) {
    NormalizedRows normalized = new NormalizedRows(data);
    LeadingEigenvectors found = normalized.singularVectors(rank);
    int items = data.items();
    List<Block> blocks = new ArrayList<>();
    BlockShape shape = BlockShape.weights(VECTORS, RowsOf.ITEMS, items, rank);
    blocks.add(Parameters.floats(shape, found.vectors()));
    blocks.add(
        Parameters.floats(
            BlockShape.derived(DEGREES, RowsOf.ITEMS, items, 1), normalized.degrees()));
    float[] squares = floats(found.values(), 0);
    blocks.add(Parameters.floats(BlockShape.derived(SQUARES, RowsOf.NONE, rank, 1), squares));
    blocks.addAll(Parameters.sparse(TRAINING, data.products().rows()));
    return new Parameters(blocks);
  }

  @Override
  public int items() {
    return items;
  }

  @Override
  public int codeWidth() {
    return rank;
  }

  @Override
  public void encode(SparseRows histories, float[] codes) {
    Arrays.fill(codes, 0, histories.rows() * rank, 0);
    for (int row = 0; row < histories.rows(); row++) {
      for (int k = histories.start(row); k < histories.end(row); k++) {
        int item = histories.index(k);
        float weight = histories.value(k) * codeIn[item];
        kernels.axpy(weight, vectors, item * rank, codes, row * rank, rank);
      }
    }
  }

  @Override
  public void score(SparseRows histories, float[] scores) {
    int rows = histories.rows();
    float[] codes = new float[rows * rank];
    encode(histories, codes);
    for (int k = 0; k < codes.length; k++) {
      codes[k] *= gains[k % rank];
    }
    for (int first = 0; first < items && rows > 0; first += TILE) {
      int size = Math.min(TILE, items - first);
      sgemm.multiply(
          Matrix.of(codes, rows, rank),
          Matrix.of(vectors, first * rank, size, rank).transpose(),
          Matrix.of(scores, first, rows, size, items));
    }
    int width = Math.min(TOGETHER, rows);
    float[] one = new float[items * width];
    float[] other = new float[items * width];
    for (int first = 0; first < rows; first += width) {
      int count = Math.min(width, rows - first);
      float[] filtered = filtered(histories, first, count, one, other);
      for (int item = 0; item < items; item++) {
        int from = training.place(item) * count;
        for (int row = 0; row < count; row++) {
          int to = (first + row) * items + item;
          scores[to] = codeOut[item] * scores[to] + out[item] * filtered[from + row];
        }
      }
    }
  }

  /**
   * The polynomial part for some histories, [items x count], before Di^p.
   *
   * @param b1 overwritten; as b2, it may be what is returned
   */
  private float[] filtered(SparseRows histories, int first, int count, float[] b1, float[] b2) {
    int length = items * count;
    Arrays.fill(b1, 0, length, 0);
    Arrays.fill(b2, 0, length, 0);
    int order = coefficients.length - 1;
    float[] last = b1;
    float[] beforeLast = b2;
    for (int k = order; k >= 0; k--) {
      // b_k = c_k y + 2 (I - 2 R'R) b_(k+1) - b_(k+2), in the array of b_(k+2); at 0 it is half
      float factor = k == 0 ? 1 : 2;
      if (k < order) {
        for (int at = 0; at < length; at++) {
          beforeLast[at] = factor * last[at] - beforeLast[at];
        }
        training.addNormal(-2 * factor, last, beforeLast, count);
      }
      addHistories(coefficients[k], histories, first, count, beforeLast);
      float[] swapped = last;
      last = beforeLast;
      beforeLast = swapped;
    }
    return last;
  }

  private void addHistories(float factor, SparseRows histories, int first, int count, float[] to) {
    for (int row = 0; row < count; row++) {
      for (int k = histories.start(first + row); k < histories.end(first + row); k++) {
        int item = histories.index(k);
        to[training.place(item) * count + row] += factor * histories.value(k) * in[item];
      }
    }
  }
}
