package io.nocturne.nn.optim;

import io.nocturne.nn.parameter.BlockShape;

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

  /**
   * Adam.
   *
   * @param isSampled whether candidates are drawn: it is lazy then, so that a step on many items is
   *     short
   */
  public static OptimizerKind adam(boolean isSampled) {
    return isSampled ? LAZY_ADAM : ADAM;
  }

  /** Whether it uses the first array of its state. */
  public boolean hasFirst() {
    return first;
  }

  /** Whether it uses the second array of its state. */
  public boolean hasSecond() {
    return second;
  }

  /** Whether its state has a count of steps for each row of a block. */
  public boolean countsRows(BlockShape shape) {
    return this == LAZY_ADAM && shape.hasOwnedRows() && shape.kind().isTrained();
  }

  /** The same optimizer for blocks all of which have a gradient in each step. */
  public OptimizerKind ofAll() {
    return this == LAZY_ADAM ? ADAM : this;
  }

  /** How many arrays as long as the parameters it uses: 1 or 2. */
  public int arrays() {
    return (first ? 1 : 0) + (second ? 1 : 0);
  }

  /**
   * The optimizer that continues from a state.
   *
   * @param rate the learning rate of one worker
   * @param momentum of {@link #SGD}
   * @param decay lambda of the penalty lambda / 2 |weights|^2
   * @throws IllegalArgumentException if the state is another optimizer's
   */
  Optimizer optimizer(Rate rate, double momentum, double decay, OptimizerState state) {
    state.require(this);
    return switch (this) {
      case ADAM -> new Adam(rate, decay, state);
      case LAZY_ADAM -> new LazyAdam(rate, decay, state);
      case NADAM -> new Nadam(rate, decay, state);
      case SGD -> new MomentumDescent(rate, momentum, decay, state);
      case ADAGRAD -> new Adagrad(rate, decay, state);
      case RPROP -> new Rprop(rate, decay, state);
    };
  }
}
