package io.nocturne.model.linear;

import io.nocturne.math.ParallelLoop;
import io.nocturne.math.linear.LeadingEigenvectors;
import io.nocturne.math.linear.NormalProduct;
import io.nocturne.model.Options;
import io.nocturne.model.RowProducts;
import io.nocturne.model.TrainingData;
import java.util.Arrays;

/**
 * R = Du^-1/2 X Di^-1/2: the training rows X, with each interaction divided by the square roots of
 * the degrees of its user and its item. A degree is the sum of weights. The largest singular value
 * of R is 1; users and items without interactions are rows and columns of zeroes.
 */
public final class NormalizedRows {
  /** The option that is the number of singular vectors. */
  public static final String RANK = "rank";

  private final TrainingData data;
  private final RowProducts products;
  private final float[] degrees;
  private final float[] scaling;

  /** The normalised training rows; weights are 0 or more. */
  public NormalizedRows(TrainingData data) {
    this.data = data;
    this.products = data.products();
    this.degrees = degrees(products, data.items());
    this.scaling = power(degrees, -.5);
  }

  /** The sums of the items' weights: X' 1 = X' Du^-1 X 1, as X 1 are the users' degrees. */
  private static float[] degrees(RowProducts products, int items) {
    float[] ones = new float[items];
    Arrays.fill(ones, 1);
    return products.normalProduct(1, ones, 1);
  }

  /** Each number to that power; 0 where the number is 0, unless the power is 0. */
  static float[] power(float[] numbers, double power) {
    float[] powers = new float[numbers.length];
    for (int k = 0; k < powers.length; k++) {
      powers[k] = numbers[k] > 0 ? (float) StrictMath.pow(numbers[k], power) : power == 0 ? 1 : 0;
    }
    return powers;
  }

  /** The sums of the items' weights, [items]. */
  public float[] degrees() {
    return degrees;
  }

  /** The bytes that {@link #singularVectors} needs at its peak. */
  public static long bytes(int items, int rank, int threads) {
    long basis = (long) items * (rank + 64) * Float.BYTES;
    long slices = 2L * items * NormalProduct.width(rank, 0) * Float.BYTES * threads;
    return LeadingEigenvectors.bytes(items, rank) + basis + slices;
  }

  /**
   * The rank is one that the data can have.
   *
   * @throws IllegalArgumentException if not
   */
  public static void requireRank(Options options, String name, TrainingData data) {
    int most = Math.min(data.users(), data.items());
    if (options.integer(name, 1) > most) {
      throw options.invalid(
          name,
          "a whole number, 1 to %d: there are %,d training users and %,d items"
              .formatted(most, data.users(), data.items()));
    }
  }

  /**
   * The leading right singular vectors of R, and the squares of its singular values: a truncated
   * singular value decomposition, whose left vectors are R V S^-1.
   */
  public LeadingEigenvectors singularVectors(int rank) {
    int items = data.items();
    data.progress()
        .accept(
            "decomposing [users x items] to rank %,d on %d thread(s)"
                .formatted(rank, data.threads()));
    try (ParallelLoop loop = new ParallelLoop(data.threads())) {
      LeadingEigenvectors found =
          LeadingEigenvectors.of(
              items,
              rank,
              this::times,
              loop,
              share -> data.progress().accept("decomposed: %.0f %%".formatted(100 * share)));
      if (found.found() < rank) {
        data.progress()
            .accept(
                "the training data has only %,d singular values above rounding; the others of %s = %,d are 0"
                    .formatted(found.found(), RANK, rank));
      }
      return found;
    }
  }

  /** R'R V. */
  private float[] times(float[] vectors, int width) {
    float[] product = products.normalProduct(1, scaled(vectors, width), width);
    scale(product, width);
    return product;
  }

  /** X' Du^-1/2 R V, [items x width]: X'U S for singular vectors V. */
  public float[] decoded(float[] vectors, int width) {
    return products.normalProduct(.5, scaled(vectors, width), width);
  }

  /** Di^-1/2 V as a copy. */
  public float[] scaled(float[] vectors, int width) {
    float[] copy = vectors.clone();
    scale(copy, width);
    return copy;
  }

  private void scale(float[] vectors, int width) {
    for (int item = 0; item < scaling.length; item++) {
      for (int k = item * width; k < (item + 1) * width; k++) {
        vectors[k] *= scaling[item];
      }
    }
  }
}
