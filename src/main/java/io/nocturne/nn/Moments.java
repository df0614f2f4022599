package io.nocturne.nn;

import java.util.ArrayList;
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
      List<float[]> arrays = new ArrayList<>(kind.used(state));
      arrays.addAll(rowSteps(network, kind, state));
      return arrays;
    }

    @Override
    public OptimizerState received(
        Network network, OptimizerKind kind, List<float[]> mean, long steps) {
      OptimizerState state = kind.of(mean.subList(0, kind.arrays()), steps);
      if (!kind.countsRows()) {
        return state;
      }
      float[] rowSteps = mean.get(kind.arrays());
      return state.withRowSteps(rowSteps.clone(), rowSteps);
    }
  },

  /**
   * The first restarts; of the second, the mean of each row of weights is averaged: a number for
   * each item and layer.
   */
  ROW_WISE {
    @Override
    public List<float[]> sent(Network network, OptimizerKind kind, OptimizerState state) {
      List<float[]> arrays = new ArrayList<>();
      if (kind.hasSecond()) {
        arrays.add(ParameterRows.of(network).means(state.second()));
      }
      arrays.addAll(rowSteps(network, kind, state));
      return arrays;
    }

    @Override
    public OptimizerState received(
        Network network, OptimizerKind kind, List<float[]> mean, long steps) {
      if (!kind.hasSecond()) {
        return RESTART.received(network, kind, mean, steps);
      }
      float[] second = ParameterRows.of(network).spread(mean.get(0));
      OptimizerState state = OptimizerState.restarted(kind, second, steps);
      return kind.countsRows()
          ? state.withRowSteps(new float[mean.get(1).length], mean.get(1))
          : state;
    }
  };

  private static final long MOST_AVERAGED = 16L << 20;

  private static Moments chosen(Network network) {
    return network.parameters() <= MOST_AVERAGED ? AVERAGE : ROW_WISE;
  }

  /**
   * The steps that rows have been in since their second moment was zero, where they are counted: a
   * mean of them corrects the mean of moments that have been through different numbers of steps.
   */
  private static List<float[]> rowSteps(Network network, OptimizerKind kind, OptimizerState state) {
    if (!kind.countsRows()) {
      return List.of();
    }
    state.countRows(ParameterRows.of(network).itemRows());
    return List.of(state.rowSteps());
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
    if (this == AUTO) {
      return chosen(network).lengths(network, kind);
    }
    if (this == RESTART) {
      return List.of();
    }
    ParameterRows rows = ParameterRows.of(network);
    List<Integer> lengths =
        new ArrayList<>(
            this == AVERAGE
                ? Collections.nCopies(kind.arrays(), (int) network.parameters())
                : Collections.nCopies(kind.hasSecond() ? 1 : 0, rows.count()));
    if (kind.countsRows()) {
      lengths.add(rows.itemRows());
    }
    return lengths;
  }
}
