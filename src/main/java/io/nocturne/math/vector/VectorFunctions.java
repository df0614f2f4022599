package io.nocturne.math.vector;

import static io.nocturne.math.Elementary.BIAS;
import static io.nocturne.math.Elementary.C2;
import static io.nocturne.math.Elementary.C3;
import static io.nocturne.math.Elementary.C4;
import static io.nocturne.math.Elementary.C5;
import static io.nocturne.math.Elementary.C6;
import static io.nocturne.math.Elementary.EXPM1_LEAST;
import static io.nocturne.math.Elementary.EXP_GREATEST;
import static io.nocturne.math.Elementary.EXP_LEAST;
import static io.nocturne.math.Elementary.LN2_HIGH;
import static io.nocturne.math.Elementary.LN2_LOW;
import static io.nocturne.math.Elementary.LOG2_E;
import static io.nocturne.math.Elementary.MANTISSA_BITS;
import static io.nocturne.math.Elementary.ROUNDER;
import static io.nocturne.math.Elementary.ROUNDER_BITS;
import static io.nocturne.math.Elementary.SELU_LAMBDA;
import static io.nocturne.math.Elementary.SELU_LAMBDA_ALPHA;
import static io.nocturne.math.Elementary.SIGN;
import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LT;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The functions of {@link io.nocturne.math.Elementary}, operation by operation, for as many
 * elements as a vector of this machine holds. The methods are short so that C2 inlines them all and
 * no vector is allocated as an object.
 */
final class VectorFunctions {
  static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  static final int LANES = SPECIES.length();

  private VectorFunctions() {}

  static FloatVector all(float value) {
    return FloatVector.broadcast(SPECIES, value);
  }

  static FloatVector exp(FloatVector x) {
    return expInRange(x.max(all(EXP_LEAST)).min(all(EXP_GREATEST)));
  }

  static FloatVector tanh(FloatVector x) {
    FloatVector e = expm1InRange(x.abs().mul(all(-2)).max(all(EXPM1_LEAST)));
    IntVector magnitude = e.div(e.add(all(2))).abs().reinterpretAsInts();
    IntVector sign = x.reinterpretAsInts().and(SIGN);
    return magnitude.or(sign).reinterpretAsFloats();
  }

  static FloatVector sigmoid(FloatVector x) {
    FloatVector e = expInRange(x.abs().neg().max(all(EXP_LEAST)));
    FloatVector one = all(1);
    return one.blend(e, x.compare(LT, all(0))).div(e.add(one));
  }

  static FloatVector selu(FloatVector x) {
    FloatVector zero = all(0);
    FloatVector e = expm1InRange(x.min(zero).max(all(EXPM1_LEAST)));
    FloatVector above = x.mul(all(SELU_LAMBDA));
    return e.mul(all(SELU_LAMBDA_ALPHA)).blend(above, zero.compare(LT, x));
  }

  private static FloatVector expInRange(FloatVector x) {
    FloatVector rounded = x.fma(all(LOG2_E), all(ROUNDER));
    IntVector n = rounded.reinterpretAsInts().sub(ROUNDER_BITS);
    FloatVector y = expm1OfRest(x, rounded.sub(all(ROUNDER))).add(all(1));
    IntVector half = n.lanewise(ASHR, 1);
    return y.mul(powerOf2(half)).mul(powerOf2(n.sub(half)));
  }

  private static FloatVector expm1InRange(FloatVector x) {
    FloatVector rounded = x.fma(all(LOG2_E), all(ROUNDER));
    FloatVector power = powerOf2(rounded.reinterpretAsInts().sub(ROUNDER_BITS));
    FloatVector rest = expm1OfRest(x, rounded.sub(all(ROUNDER)));
    return power.fma(rest, power.sub(all(1)));
  }

  private static FloatVector expm1OfRest(FloatVector x, FloatVector n) {
    FloatVector r = n.fma(all(-LN2_LOW), n.fma(all(-LN2_HIGH), x));
    FloatVector q = all(C6).fma(r, all(C5)).fma(r, all(C4)).fma(r, all(C3)).fma(r, all(C2));
    return r.mul(r).fma(q, r);
  }

  private static FloatVector powerOf2(IntVector n) {
    return n.add(BIAS).lanewise(LSHL, MANTISSA_BITS).reinterpretAsFloats();
  }
}
