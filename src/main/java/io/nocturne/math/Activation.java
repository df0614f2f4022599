package io.nocturne.math;

/**
 * An activation y = f(z), element by element and in place. Each derivative is written in terms of
 * y, so that z need not be kept.
 */
public enum Activation {
  /** y = z. */
  IDENTITY {
    @Override
    public void apply(Kernels kernels, float[] z, int from, int length) {}

    @Override
    public float slope(float y) {
      return 1;
    }

    @Override
    public float curvature(float y) {
      return 0;
    }
  },
  /** y = max(0, z); the slope at 0 is 0. */
  RELU {
    @Override
    public void apply(Kernels kernels, float[] z, int from, int length) {
      for (int k = from; k < from + length; k++) {
        z[k] = Math.max(0f, z[k]);
      }
    }

    @Override
    public float slope(float y) {
      return y > 0 ? 1 : 0;
    }

    @Override
    public float curvature(float y) {
      return 0;
    }
  },
  /** Klambauer et al., "Self-normalizing neural networks", 2017. */
  SELU {
    @Override
    public void apply(Kernels kernels, float[] z, int from, int length) {
      kernels.selu(z, from, length);
    }

    @Override
    public float slope(float y) {
      return y > 0 ? SELU_LAMBDA : y + SELU_LAMBDA * SELU_ALPHA;
    }

    @Override
    public float curvature(float y) {
      return y > 0 ? 0 : y + SELU_LAMBDA * SELU_ALPHA;
    }
  },
  /** The hyperbolic tangent. */
  TANH {
    @Override
    public void apply(Kernels kernels, float[] z, int from, int length) {
      kernels.tanh(z, from, length);
    }

    @Override
    public float slope(float y) {
      return 1 - y * y;
    }

    @Override
    public float curvature(float y) {
      return -2 * y * (1 - y * y);
    }
  },
  /** y = 1 / (1 + exp(-z)). */
  SIGMOID {
    @Override
    public void apply(Kernels kernels, float[] z, int from, int length) {
      kernels.sigmoid(z, from, length);
    }

    @Override
    public float slope(float y) {
      return y * (1 - y);
    }

    @Override
    public float curvature(float y) {
      return y * (1 - y) * (1 - 2 * y);
    }
  },
  /** y = min(1, max(0, 0.2 z + 0.5)); the slope at both bends is 0. */
  HARD_SIGMOID {
    @Override
    public void apply(Kernels kernels, float[] z, int from, int length) {
      for (int k = from; k < from + length; k++) {
        z[k] = Math.min(1f, Math.max(0f, 0.2f * z[k] + 0.5f));
      }
    }

    @Override
    public float slope(float y) {
      return y > 0 && y < 1 ? 0.2f : 0;
    }

    @Override
    public float curvature(float y) {
      return 0;
    }
  },
  /** y = log(1 + exp(z)). StrictMath's logarithm: rows of codes are short. */
  SOFTPLUS {
    @Override
    public void apply(Kernels kernels, float[] z, int from, int length) {
      for (int k = from; k < from + length; k++) {
        z[k] = (float) (Math.max(0f, z[k]) + StrictMath.log1p(StrictMath.exp(-Math.abs(z[k]))));
      }
    }

    @Override
    public float slope(float y) {
      return (float) -StrictMath.expm1(-y);
    }

    @Override
    public float curvature(float y) {
      float slope = slope(y);
      return slope * (1 - slope);
    }
  },
  /**
   * y = z sigmoid(z) (Ramachandran et al., "Searching for activation functions", 2017, with beta
   * 1). Not invertible (two z can give the same y), so layers in training keep sigmoid(z).
   */
  SWISH {
    @Override
    public void apply(Kernels kernels, float[] z, int from, int length) {
      forward(kernels, z, from, length, new float[length], 0);
    }

    @Override
    public float slope(float y) {
      throw new IllegalStateException("A value of swish does not determine its input: " + y);
    }

    @Override
    public float curvature(float y) {
      return slope(y);
    }
  };

  private static final float SELU_LAMBDA = 1.0507009873554805f;
  private static final float SELU_ALPHA = 1.6732632423543772f;

  /** Turns z into y with this JVM's kernels, outside a network. */
  public void of(float[] z, int from, int length) {
    apply(Kernels.get(), z, from, length);
  }

  /** Whether the slope is a function of y alone, so that nothing else has to be kept. */
  public boolean isInvertible() {
    return this != SWISH;
  }

  /** How many floats a unit keeps for the backward pass in addition to y. */
  public int kept() {
    return isInvertible() ? 0 : 1;
  }

  /**
   * Turns z into y and writes to {@code kept[keptFrom ..]} what the backward pass needs, if
   * anything.
   */
  public void forward(
      Kernels kernels, float[] z, int from, int length, float[] kept, int keptFrom) {
    if (isInvertible()) {
      apply(kernels, z, from, length);
      return;
    }
    System.arraycopy(z, from, kept, keptFrom, length);
    kernels.sigmoid(kept, keptFrom, length);
    for (int k = 0; k < length; k++) {
      z[from + k] *= kept[keptFrom + k];
    }
  }

  /** Turns the gradient by y into the gradient by z, after {@link #forward}. */
  public void backward(
      float[] y, float[] kept, int keptFrom, float[] gradient, int from, int length) {
    if (isInvertible()) {
      backward(y, gradient, from, length);
      return;
    }
    for (int k = 0; k < length; k++) {
      float sigmoid = kept[keptFrom + k];
      gradient[from + k] *= sigmoid + y[from + k] * (1 - sigmoid);
    }
  }

  /** Turns z into y. */
  public abstract void apply(Kernels kernels, float[] z, int from, int length);

  /** dy/dz at the z with f(z) = {@code y}. */
  public abstract float slope(float y);

  /** The second derivative by z, at the z with f(z) = {@code y}. */
  public abstract float curvature(float y);

  /** Turns the gradient by y into the gradient by z. */
  public void backward(float[] y, float[] gradient, int from, int length) {
    backward(y, from, gradient, from, length);
  }

  /** The same for an input and an output at different offsets. */
  public void backward(float[] y, int yFrom, float[] gradient, int from, int length) {
    if (this == IDENTITY) {
      return;
    }
    if (this == TANH) { // the most common one, in a loop that the JIT vectorizes
      for (int k = 0; k < length; k++) {
        gradient[from + k] *= 1 - y[yFrom + k] * y[yFrom + k];
      }
      return;
    }
    for (int k = 0; k < length; k++) {
      gradient[from + k] *= slope(y[yFrom + k]);
    }
  }
}
