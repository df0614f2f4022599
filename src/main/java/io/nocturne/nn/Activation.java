package io.nocturne.nn;

import io.nocturne.math.Kernels;

/**
 * An activation y = f(z), element by element and in place. Each derivative is written in terms of
 * y, so that z need not be kept.
 */
public enum Activation {
  /** y = z. */
  IDENTITY {
    @Override
    void apply(Kernels kernels, float[] z, int from, int length) {}

    @Override
    float slope(float y) {
      return 1;
    }
  },
  /** y = max(0, z); the slope at 0 is 0. */
  RELU {
    @Override
    void apply(Kernels kernels, float[] z, int from, int length) {
      for (int k = from; k < from + length; k++) {
        z[k] = Math.max(0f, z[k]);
      }
    }

    @Override
    float slope(float y) {
      return y > 0 ? 1 : 0;
    }
  },
  /** Klambauer et al., "Self-normalizing neural networks", 2017. */
  SELU {
    @Override
    void apply(Kernels kernels, float[] z, int from, int length) {
      kernels.selu(z, from, length);
    }

    @Override
    float slope(float y) {
      return y > 0 ? SELU_LAMBDA : y + SELU_LAMBDA * SELU_ALPHA;
    }
  },
  /** The hyperbolic tangent. */
  TANH {
    @Override
    void apply(Kernels kernels, float[] z, int from, int length) {
      kernels.tanh(z, from, length);
    }

    @Override
    float slope(float y) {
      return 1 - y * y;
    }
  },
  /** y = 1 / (1 + exp(-z)). */
  SIGMOID {
    @Override
    void apply(Kernels kernels, float[] z, int from, int length) {
      kernels.sigmoid(z, from, length);
    }

    @Override
    float slope(float y) {
      return y * (1 - y);
    }
  },
  /** y = min(1, max(0, 0.2 z + 0.5)); the slope at both bends is 0. */
  HARD_SIGMOID {
    @Override
    void apply(Kernels kernels, float[] z, int from, int length) {
      for (int k = from; k < from + length; k++) {
        z[k] = Math.min(1f, Math.max(0f, 0.2f * z[k] + 0.5f));
      }
    }

    @Override
    float slope(float y) {
      return y > 0 && y < 1 ? 0.2f : 0;
    }
  },
  /** y = log(1 + exp(z)). StrictMath's logarithm: rows of codes are short. */
  SOFTPLUS {
    @Override
    void apply(Kernels kernels, float[] z, int from, int length) {
      for (int k = from; k < from + length; k++) {
        z[k] = (float) (Math.max(0f, z[k]) + StrictMath.log1p(StrictMath.exp(-Math.abs(z[k]))));
      }
    }

    @Override
    float slope(float y) {
      return (float) -StrictMath.expm1(-y);
    }
  };

  private static final float SELU_LAMBDA = 1.0507009873554805f;
  private static final float SELU_ALPHA = 1.6732632423543772f;

  /** Turns z into y. */
  abstract void apply(Kernels kernels, float[] z, int from, int length);

  /** dy/dz where f(z) is {@code y}. */
  abstract float slope(float y);

  /** Turns the gradient by y into the gradient by z. */
  void backward(float[] y, float[] gradient, int from, int length) {
    if (this == IDENTITY) {
      return;
    }
    if (this == TANH) { // the usual one, in a loop that compiles to vectors
      for (int k = from; k < from + length; k++) {
        gradient[k] *= 1 - y[k] * y[k];
      }
      return;
    }
    for (int k = from; k < from + length; k++) {
      gradient[k] *= slope(y[k]);
    }
  }
}
