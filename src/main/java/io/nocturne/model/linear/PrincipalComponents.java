package io.nocturne.model.linear;

import io.nocturne.math.ParallelLoop;
import io.nocturne.math.linear.LeadingEigenvectors;
import io.nocturne.model.RowProducts;
import io.nocturne.model.TrainingData;

/**
 * The leading eigenvectors W of X'X: the optimum of the linear autoencoder x W W' with tied weights
 * under the squared error, principal components without centring (Baldi and Hornik, "Neural
 * networks and principal component analysis", 1989).
 */
public final class PrincipalComponents {
  private PrincipalComponents() {}

  /** The bytes that {@link #of} needs at its peak. */
  public static long bytes(TrainingData data, int code) {
    return NormalizedRows.bytes(data.items(), code, data.threads());
  }

  /** W, [items x code], a column for each component. */
  public static float[] of(TrainingData data, int code) {
    RowProducts products = data.products();
    try (ParallelLoop loop = new ParallelLoop(data.threads())) {
      return LeadingEigenvectors.of(
              data.items(),
              code,
              (vectors, width) -> products.normalProduct(0, vectors, width),
              loop,
              share ->
                  data.progress().accept("principal components: %.0f %%".formatted(100 * share)))
          .vectors();
    }
  }
}
