package io.nocturne.nn;

import java.util.ArrayList;
import java.util.List;

/** The optimizers, and which arrays of an {@link OptimizerState} each of them has. */
public enum OptimizerKind {
  /** {@link Adam}: the running means of the gradient and of its square. */
  ADAM(true, true),
  /** {@link LazyAdam}: the same means, and how many steps each row of an item has been in. */
  LAZY_ADAM(true, true),
  /** {@link Nadam}: the same means as Adam's. */
  NADAM(true, true),
  /** {@link MomentumDescent}: the velocity. */
  SGD(true, false),
  /** {@link Adagrad}: the sum of the squares of gradients. */
  ADAGRAD(false, true),
  /** {@link Rprop}: the last gradient and the step sizes. */
  RPROP(true, true);

  private final boolean first;
  private final boolean second;

  OptimizerKind(boolean first, boolean second) {
    this.first = first;
    this.second = second;
  }

  /** Adam, lazy where candidates are drawn: a step on many items is short then. */
  public static OptimizerKind adam(SampledSoftmax sampled) {
    return sampled.isOn() ? LAZY_ADAM : ADAM;
  }

  /** Whether it uses the first array of its state. */
  public boolean hasFirst() {
    return first;
  }

  /** Whether it uses the second array of its state. */
  public boolean hasSecond() {
    return second;
  }

  /** Whether its state has a count of steps for each row of an item. */
  boolean countsRows() {
    return this == LAZY_ADAM;
  }

  /** The same for parameters that all have a gradient in each step. */
  OptimizerKind ofAll() {
    return this == LAZY_ADAM ? ADAM : this;
  }

  /** How many arrays as long as the parameters it uses: 1 or 2. */
  public int arrays() {
    return (first ? 1 : 0) + (second ? 1 : 0);
  }

  /** The arrays of a state that it uses, not copied. */
  public List<float[]> used(OptimizerState state) {
    List<float[]> arrays = new ArrayList<>();
    if (first) {
      arrays.add(state.first());
    }
    if (second) {
      arrays.add(state.second());
    }
    return arrays;
  }

  /** A state of the arrays that {@link #used} gives, which it takes as they are. */
  public OptimizerState of(List<float[]> used, long steps) {
    OptimizerState none = OptimizerState.zero(this, 0);
    return new OptimizerState(
        first ? used.get(0) : none.first(),
        second ? used.get(used.size() - 1) : none.second(),
        steps);
  }

  /**
   * The optimizer that goes on from a state.
   *
   * @param rate the learning rate of one worker
   * @param rows of the parameters
   * @throws IllegalArgumentException if the state is another optimizer's
   */
  Optimizer optimizer(Plan plan, Rate rate, ParameterRows rows, OptimizerState state) {
    if (first != state.first().length > 0 || second != state.second().length > 0) {
      throw new IllegalArgumentException(
          "Invalid state: arrays of %d and %d numbers (expected those of %s, see OptimizerKind)"
              .formatted(state.first().length, state.second().length, this));
    }
    double decay = plan.weightDecay();
    return switch (this) {
      case ADAM -> new Adam(rate, decay, state);
      case LAZY_ADAM -> new LazyAdam(rate, decay, rows, state);
      case NADAM -> new Nadam(rate, decay, state);
      case SGD -> new MomentumDescent(rate, plan.optimization().momentum(), decay, state);
      case ADAGRAD -> new Adagrad(rate, decay, state);
      case RPROP -> new Rprop(rate, decay, state);
    };
  }
}
