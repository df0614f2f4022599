package io.nocturne.nn;

import java.util.Collections;
import java.util.List;

/**
 * What becomes of the optimizer's arrays between two rounds of several workers. "First" and
 * "second" are those of {@link OptimizerState}, moments with Adam; of an array that the optimizer
 * does not use, nothing is sent. The bias correction always counts the steps since a moment was
 * zero: to restart a moment and go on counting makes the steps after it several times too long.
 */
public enum Moments {
  /**
   * {@link #AVERAGE} for networks of up to 16 million parameters, {@link #ROW_WISE} for larger
   * ones, whose state would be three times as much to send.
   */
  AUTO {
    @Override
    public List<float[]> sent(Network network, OptimizerKind kind, OptimizerState state) {
      return chosen(network).sent(network, kind, state);
    }

    @Override
    public OptimizerState received(
        Network network, OptimizerKind kind, List<float[]> mean, long steps) {
      return chosen(network).received(network, kind, mean, steps);
    }
  },

  /** Both restart from zero: nothing but the parameters travels. */
  RESTART {
    @Override
    public List<float[]> sent(Network network, OptimizerKind kind, OptimizerState state) {
      return List.of();
    }

    @Override
    public OptimizerState received(
        Network network, OptimizerKind kind, List<float[]> mean, long steps) {
      return OptimizerState.zero(kind, (int) network.parameters());
    }
  },

  /** Both are averaged like the parameters; with one worker, nothing is lost. */
  AVERAGE {
    @Override
    public List<float[]> sent(Network network, OptimizerKind kind, OptimizerState state) {
      return kind.used(state);
    }

    @Override
    public OptimizerState received(
        Network network, OptimizerKind kind, List<float[]> mean, long steps) {
      return kind.of(mean, steps);
    }
  },

  /**
   * The first restarts; of the second, the mean of each row of weights is averaged: a number for
   * each item and layer.
   */
  ROW_WISE {
    @Override
    public List<float[]> sent(Network network, OptimizerKind kind, OptimizerState state) {
      return kind.hasSecond()
          ? List.of(ParameterRows.of(network).means(state.second()))
          : List.of();
    }

    @Override
    public OptimizerState received(
        Network network, OptimizerKind kind, List<float[]> mean, long steps) {
      if (!kind.hasSecond()) {
        return RESTART.received(network, kind, mean, steps);
      }
      float[] second = ParameterRows.of(network).spread(mean.get(0));
      return OptimizerState.restarted(kind, second, steps);
    }
  };

  private static final long MOST_AVERAGED = 16L << 20;

  private static Moments chosen(Network network) {
    return network.parameters() <= MOST_AVERAGED ? AVERAGE : ROW_WISE;
  }

  /** What a worker sends of its moments, in arrays that may be averaged; not to be written to. */
  public abstract List<float[]> sent(Network network, OptimizerKind kind, OptimizerState state);

  /**
   * The state that a worker begins the next round with.
   *
   * @param mean of what the workers have sent; arrays of its own, which it may keep
   * @param steps that have been made until then
   */
  public abstract OptimizerState received(
      Network network, OptimizerKind kind, List<float[]> mean, long steps);

  /** The lengths of the arrays that are sent. */
  public List<Integer> lengths(Network network, OptimizerKind kind) {
    return switch (this) {
      case AUTO -> chosen(network).lengths(network, kind);
      case RESTART -> List.of();
      case AVERAGE -> Collections.nCopies(kind.arrays(), (int) network.parameters());
      case ROW_WISE -> kind.hasSecond() ? List.of(ParameterRows.of(network).count()) : List.of();
    };
  }
}
