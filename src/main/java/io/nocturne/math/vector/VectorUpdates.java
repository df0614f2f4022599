package io.nocturne.math.vector;

import static io.nocturne.math.vector.VectorFunctions.LANES;
import static io.nocturne.math.vector.VectorFunctions.SPECIES;
import static io.nocturne.math.vector.VectorFunctions.all;
import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LT;
import static jdk.incubator.vector.VectorOperators.SQRT;

import io.nocturne.math.AdagradStep;
import io.nocturne.math.AdamStep;
import io.nocturne.math.Kernels;
import io.nocturne.math.MomentumStep;
import io.nocturne.math.NadamStep;
import io.nocturne.math.OptimizerKernels;
import io.nocturne.math.RpropStep;
import io.nocturne.math.ScalarKernels;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/** {@link OptimizerKernels} in the Vector API, operation by operation as in scalar code. */
abstract class VectorUpdates implements OptimizerKernels {
  /** For the ends of slices, which do not fill a vector. */
  final Kernels rest = new ScalarKernels(LANES);

  @Override
  public void clip(float limit, float[] x, int from, int length) {
    int whole = SPECIES.loopBound(length);
    FloatVector least = all(-limit);
    FloatVector greatest = all(limit);
    for (int i = 0; i < whole; i += LANES) {
      at(x, from + i).max(least).min(greatest).intoArray(x, from + i);
    }
    rest.clip(limit, x, from + whole, length - whole);
  }

  @Override
  public void adam(
      AdamStep step,
      float[] theta,
      int thetaFrom,
      float[] gradient,
      int gradientFrom,
      float[] m,
      float[] v,
      int length) {
    int whole = SPECIES.loopBound(length);
    FloatVector keepM = all(step.beta1());
    FloatVector keepV = all(step.beta2());
    FloatVector addM = all(1 - step.beta1());
    FloatVector addV = all(1 - step.beta2());
    FloatVector rate = all(step.rate());
    FloatVector vScale = all(step.vScale());
    FloatVector epsilon = all(step.epsilon());
    FloatVector weightDecay = all(step.weightDecay());
    for (int i = 0; i < whole; i += LANES) {
      int at = thetaFrom + i;
      FloatVector given = gradient == null ? all(0) : at(gradient, gradientFrom + i);
      FloatVector old = at(theta, at);
      FloatVector g = weightDecay.fma(old, given);
      FloatVector mean = keepM.fma(at(m, at), addM.mul(g));
      FloatVector square = keepV.fma(at(v, at), addV.mul(g).mul(g));
      FloatVector root = square.lanewise(SQRT).fma(vScale, epsilon);
      mean.intoArray(m, at);
      square.intoArray(v, at);
      old.sub(rate.mul(mean).div(root)).intoArray(theta, at);
    }
    int left = length - whole;
    rest.adam(step, theta, thetaFrom + whole, gradient, gradientFrom + whole, m, v, left);
  }

  @Override
  public void nadam(
      NadamStep step,
      float[] theta,
      int thetaFrom,
      float[] gradient,
      int gradientFrom,
      float[] m,
      float[] v,
      int length) {
    int whole = SPECIES.loopBound(length);
    FloatVector keepM = all(step.beta1());
    FloatVector keepV = all(step.beta2());
    FloatVector addM = all(1 - step.beta1());
    FloatVector addV = all(1 - step.beta2());
    FloatVector gradientRate = all(step.gradientRate());
    FloatVector meanRate = all(step.meanRate());
    FloatVector vScale = all(step.vScale());
    FloatVector epsilon = all(step.epsilon());
    FloatVector weightDecay = all(step.weightDecay());
    for (int i = 0; i < whole; i += LANES) {
      int at = thetaFrom + i;
      FloatVector given = gradient == null ? all(0) : at(gradient, gradientFrom + i);
      FloatVector old = at(theta, at);
      FloatVector g = weightDecay.fma(old, given);
      FloatVector mean = keepM.fma(at(m, at), addM.mul(g));
      FloatVector square = keepV.fma(at(v, at), addV.mul(g).mul(g));
      FloatVector root = square.lanewise(SQRT).fma(vScale, epsilon);
      mean.intoArray(m, at);
      square.intoArray(v, at);
      old.sub(meanRate.fma(mean, gradientRate.mul(g)).div(root)).intoArray(theta, at);
    }
    int left = length - whole;
    rest.nadam(step, theta, thetaFrom + whole, gradient, gradientFrom + whole, m, v, left);
  }

  @Override
  public void momentum(
      MomentumStep step,
      float[] theta,
      int thetaFrom,
      float[] gradient,
      int gradientFrom,
      float[] velocity,
      int length) {
    int whole = SPECIES.loopBound(length);
    FloatVector back = all(-step.rate());
    FloatVector keep = all(step.momentum());
    FloatVector weightDecay = all(step.weightDecay());
    for (int i = 0; i < whole; i += LANES) {
      int at = thetaFrom + i;
      FloatVector given = gradient == null ? all(0) : at(gradient, gradientFrom + i);
      FloatVector old = at(theta, at);
      FloatVector now = keep.fma(at(velocity, at), weightDecay.fma(old, given));
      now.intoArray(velocity, at);
      back.fma(now, old).intoArray(theta, at);
    }
    int left = length - whole;
    rest.momentum(step, theta, thetaFrom + whole, gradient, gradientFrom + whole, velocity, left);
  }

  @Override
  public void adagrad(
      AdagradStep step,
      float[] theta,
      int thetaFrom,
      float[] gradient,
      int gradientFrom,
      float[] squares,
      int length) {
    int whole = SPECIES.loopBound(length);
    FloatVector rate = all(step.rate());
    FloatVector epsilon = all(step.epsilon());
    FloatVector weightDecay = all(step.weightDecay());
    for (int i = 0; i < whole; i += LANES) {
      int at = thetaFrom + i;
      FloatVector given = gradient == null ? all(0) : at(gradient, gradientFrom + i);
      FloatVector old = at(theta, at);
      FloatVector g = weightDecay.fma(old, given);
      FloatVector sum = g.fma(g, at(squares, at));
      sum.intoArray(squares, at);
      FloatVector root = sum.lanewise(SQRT).add(epsilon);
      old.sub(rate.mul(g).div(root)).intoArray(theta, at);
    }
    int left = length - whole;
    rest.adagrad(step, theta, thetaFrom + whole, gradient, gradientFrom + whole, squares, left);
  }

  @Override
  public void rprop(
      RpropStep step,
      float[] theta,
      int thetaFrom,
      float[] gradient,
      int gradientFrom,
      float[] last,
      float[] sizes,
      int length) {
    int whole = SPECIES.loopBound(length);
    FloatVector zero = all(0);
    FloatVector one = all(1);
    FloatVector initial = all(step.initial());
    FloatVector shrink = all(step.shrink());
    FloatVector grow = all(step.grow());
    FloatVector least = all(step.least());
    FloatVector greatest = all(step.greatest());
    FloatVector weightDecay = all(step.weightDecay());
    for (int i = 0; i < whole; i += LANES) {
      int at = thetaFrom + i;
      FloatVector given = gradient == null ? zero : at(gradient, gradientFrom + i);
      FloatVector old = at(theta, at);
      FloatVector g = weightDecay.fma(old, given);
      VectorMask<Float> up = g.compare(GT, zero);
      VectorMask<Float> down = g.compare(LT, zero);
      VectorMask<Float> wasUp = at(last, at).compare(GT, zero);
      VectorMask<Float> wasDown = at(last, at).compare(LT, zero);
      VectorMask<Float> turned = up.and(wasDown).or(down.and(wasUp));
      FloatVector factor = one.blend(grow, up.and(wasUp).or(down.and(wasDown)));
      FloatVector before = at(sizes, at);
      FloatVector set = before.blend(initial, before.compare(EQ, zero));
      FloatVector size = set.mul(factor.blend(shrink, turned)).max(least).min(greatest);
      FloatVector used = g.blend(zero, turned);
      size.intoArray(sizes, at);
      used.intoArray(last, at);
      FloatVector move =
          used.blend(size, used.compare(GT, zero)).blend(size.neg(), used.compare(LT, zero));
      old.sub(move).intoArray(theta, at);
    }
    int left = length - whole;
    rest.rprop(step, theta, thetaFrom + whole, gradient, gradientFrom + whole, last, sizes, left);
  }

  static FloatVector at(float[] x, int index) {
    return FloatVector.fromArray(SPECIES, x, index);
  }
}
