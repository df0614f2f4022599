package io.nocturne.math;

/** The activations and their slopes by textbook formulas: in doubles, by z. */
public final class TextbookActivation {
  private TextbookActivation() {}

  /** y of z. */
  public static double apply(Activation activation, double z) {
    return switch (activation) {
      case IDENTITY -> z;
      case RELU -> z > 0 ? z : 0;
      case SELU -> 1.0507009873554805 * (z > 0 ? z : 1.6732632423543772 * Math.expm1(z));
      case TANH -> Math.tanh(z);
      case SIGMOID -> 1 / (1 + Math.exp(-z));
      case HARD_SIGMOID -> Math.min(1, Math.max(0, z / 5 + 0.5));
      case SOFTPLUS -> Math.log1p(Math.exp(z));
      case SWISH -> z / (1 + Math.exp(-z));
    };
  }

  /** The derivative of y by z. */
  public static double slope(Activation activation, double z) {
    return switch (activation) {
      case IDENTITY -> 1;
      case RELU -> z > 0 ? 1 : 0;
      case SELU -> 1.0507009873554805 * (z > 0 ? 1 : 1.6732632423543772 * Math.exp(z));
      case TANH -> 1 / (Math.cosh(z) * Math.cosh(z));
      case SIGMOID -> Math.exp(-z) / ((1 + Math.exp(-z)) * (1 + Math.exp(-z)));
      case HARD_SIGMOID -> Math.abs(z) < 2.5 ? 0.2 : 0;
      case SOFTPLUS -> 1 / (1 + Math.exp(-z));
      case SWISH -> (1 + z / (1 + Math.exp(z))) / (1 + Math.exp(-z));
    };
  }
}
