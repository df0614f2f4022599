package io.nocturne.nn;

import java.util.List;

/**
 * What becomes of Adam's moments between two rounds of several workers. The bias correction always
 * counts the steps since a moment was zero: to restart a moment and go on counting makes the steps
 * after it several times too long.
 */
public enum Moments {
  /**
   * {@link #AVERAGE} for networks of up to 16 million parameters, {@link #ROW_WISE} for larger
   * ones, whose state would be three times as much to send.
   */
  AUTO {
    @Override
    public List<float[]> sent(Network network, AdamState state) {
      return chosen(network).sent(network, state);
    }

    @Override
    public AdamState received(Network network, List<float[]> mean, long steps) {
      return chosen(network).received(network, mean, steps);
    }
  },

  /** Both restart from zero: nothing but the parameters travels. */
  RESTART {
    @Override
    public List<float[]> sent(Network network, AdamState state) {
      return List.of();
    }

    @Override
    public AdamState received(Network network, List<float[]> mean, long steps) {
      return AdamState.zero((int) network.parameters());
    }
  },

  /** Both are averaged like the parameters; with one worker, nothing is lost. */
  AVERAGE {
    @Override
    public List<float[]> sent(Network network, AdamState state) {
      return List.of(state.first(), state.second());
    }

    @Override
    public AdamState received(Network network, List<float[]> mean, long steps) {
      return new AdamState(mean.get(0), mean.get(1), steps);
    }
  },

  /**
   * The first restarts; of the second, the mean of each row of weights is averaged: a number for
   * each item and layer.
   */
  ROW_WISE {
    @Override
    public List<float[]> sent(Network network, AdamState state) {
      return List.of(ParameterRows.of(network).means(state.second()));
    }

    @Override
    public AdamState received(Network network, List<float[]> mean, long steps) {
      float[] second = ParameterRows.of(network).spread(mean.get(0));
      return new AdamState(new float[second.length], second, 0, steps);
    }
  };

  private static final long MOST_AVERAGED = 16L << 20;

  private static Moments chosen(Network network) {
    return network.parameters() <= MOST_AVERAGED ? AVERAGE : ROW_WISE;
  }

  /** What a worker sends of its moments, in arrays that may be averaged; not to be written to. */
  public abstract List<float[]> sent(Network network, AdamState state);

  /**
   * The state that a worker begins the next round with.
   *
   * @param mean of what the workers have sent; arrays of its own, which it may keep
   * @param steps that have been made until then
   */
  public abstract AdamState received(Network network, List<float[]> mean, long steps);

  /** The lengths of the arrays that are sent. */
  public List<Integer> lengths(Network network) {
    int parameters = (int) network.parameters();
    return switch (this) {
      case AUTO -> chosen(network).lengths(network);
      case RESTART -> List.of();
      case AVERAGE -> List.of(parameters, parameters);
      case ROW_WISE -> List.of(ParameterRows.of(network).count());
    };
  }
}
