package io.nocturne.math;

/**
 * Exponential functions of a float, made of operations that give the same bits everywhere; the
 * vector code uses the same operations and constants.
 *
 * <p>With n the integer nearest to x / ln 2 and r = x - n ln 2, e^x = 2^n e^r. Here e^r - 1 is a
 * polynomial, fitted for the least relative error over |r| at most ln(2) / 2 (Lawson's iteration,
 * coefficients rounded to floats one after the other); its error is below 2^-26 of r.
 */
public final class Elementary {
  /** 1 / ln 2. */
  public static final float LOG2_E = 0x1.715476p+0f;

  /** ln 2 as a float; {@link #LN2_LOW} is the rest. */
  public static final float LN2_HIGH = 0x1.62e43p-1f;

  public static final float LN2_LOW = -0x1.05c61p-29f;

  /** 1.5 times 2^23: adding it rounds to an integer, which ends up in the last bits. */
  public static final float ROUNDER = 0x1.8p23f;

  /** The bits of {@link #ROUNDER}. */
  public static final int ROUNDER_BITS = 0x4b400000;

  /** e^r - 1 = r + r^2 (C2 + C3 r + C4 r^2 + C5 r^3 + C6 r^4). */
  public static final float C2 = 0.5f;

  public static final float C3 = 0x1.5554b2p-3f;
  public static final float C4 = 0x1.5554c8p-5f;
  public static final float C5 = 0x1.12267ep-7f;
  public static final float C6 = 0x1.6d7222p-10f;

  /** At this x, e^x rounds to zero, and 2^n still splits into two floats. */
  public static final float EXP_LEAST = -104;

  /** At this x, e^x has overflowed, and 2^n still splits into two floats. */
  public static final float EXP_GREATEST = 89;

  /** At this x, e^x - 1 is -1 as a float, and 2^n is a float. */
  public static final float EXPM1_LEAST = -40;

  /** Lambda of Klambauer et al., Self-Normalizing Neural Networks, 2017. */
  public static final float SELU_LAMBDA = 1.0507009873554805f;

  /** Lambda times their alpha, 1.6732632423543772. */
  public static final float SELU_LAMBDA_ALPHA = 1.7580993408473768f;

  /** The exponent bias of a float. */
  public static final int BIAS = 127;

  public static final int MANTISSA_BITS = 23;
  public static final int SIGN = 0x80000000;

  private Elementary() {}

  static float exp(float x) {
    return expInRange(Math.min(Math.max(x, EXP_LEAST), EXP_GREATEST));
  }

  static float tanh(float x) {
    int bits = Float.floatToRawIntBits(x);
    float e = expm1InRange(Math.max(-2 * Math.abs(x), EXPM1_LEAST));
    float magnitude = Math.abs(e / (e + 2));
    return Float.intBitsToFloat(Float.floatToRawIntBits(magnitude) | (bits & SIGN));
  }

  /** Uses e^-|x|, as an overflow of e^|x| would lose small results. */
  static float sigmoid(float x) {
    float e = expInRange(Math.max(-Math.abs(x), EXP_LEAST));
    return (x < 0 ? e : 1) / (1 + e);
  }

  static float selu(float x) {
    float e = expm1InRange(Math.max(Math.min(x, 0), EXPM1_LEAST));
    return x > 0 ? SELU_LAMBDA * x : SELU_LAMBDA_ALPHA * e;
  }

  private static float expInRange(float x) {
    float rounded = Math.fma(x, LOG2_E, ROUNDER);
    int n = Float.floatToRawIntBits(rounded) - ROUNDER_BITS;
    float y = expm1OfRest(x, rounded - ROUNDER) + 1;
    int half = n >> 1; // 2^n itself may not be a float
    return y * powerOf2(half) * powerOf2(n - half);
  }

  /** For x at most 0. */
  private static float expm1InRange(float x) {
    float rounded = Math.fma(x, LOG2_E, ROUNDER);
    float power = powerOf2(Float.floatToRawIntBits(rounded) - ROUNDER_BITS);
    return Math.fma(power, expm1OfRest(x, rounded - ROUNDER), power - 1);
  }

  private static float expm1OfRest(float x, float n) {
    float r = Math.fma(n, -LN2_LOW, Math.fma(n, -LN2_HIGH, x));
    float q = Math.fma(Math.fma(Math.fma(Math.fma(C6, r, C5), r, C4), r, C3), r, C2);
    return Math.fma(r * r, q, r);
  }

  private static float powerOf2(int n) {
    return Float.intBitsToFloat((n + BIAS) << MANTISSA_BITS);
  }
}
