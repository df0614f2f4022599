package io.nocturne.model.linear;

/**
 * What is required of the diagonal of the weights B = I - P diag(c) of a linear autoencoder, and
 * the c that follows from it. All three minimise |X - X B|^2 with the penalty Lambda.
 *
 * @param kind of the requirement
 * @param most the upper bound xi of {@link Kind#AT_MOST}
 */
public record Diagonal(Kind kind, double most) {
  /** Nothing is required: c_j = Lambda_j, ridge regression. */
  public static final Diagonal FREE = new Diagonal(Kind.FREE, 1);

  /** B_jj = 0: c_j = 1 / P_jj (Steck, WWW 2019, eq. 8). */
  public static final Diagonal ZERO = new Diagonal(Kind.ZERO, 0);

  /** The kinds of requirements. */
  enum Kind {
    FREE,
    ZERO,
    AT_MOST
  }

  /**
   * B_jj is at most xi: c_j = max(Lambda_j, (1 - xi) / P_jj), which is Lambda_j plus the multiplier
   * of the inequality (J. Moon, H. Kim and J. Lee, "It's Enough: Relaxing Diagonal Constraints in
   * Linear Autoencoders for Recommendation", SIGIR 2023, eq. 9 to 12).
   */
  public static Diagonal atMost(double xi) {
    return new Diagonal(Kind.AT_MOST, xi);
  }

  /** c_j, from Lambda_j and P_jj. */
  double scale(double lambda, double inverse) {
    return switch (kind) {
      case FREE -> lambda;
      case ZERO -> 1 / inverse;
      case AT_MOST -> Math.max(lambda, (1 - most) / inverse);
    };
  }

  /** B_jj, from c_j and P_jj. */
  double value(double scale, double inverse) {
    return kind == Kind.ZERO ? 0 : 1 - scale * inverse;
  }
}
