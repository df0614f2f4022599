package io.nocturne.nn.optim;

import io.nocturne.nn.parameter.BlockShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How the optimizer's arrays are passed on between two rounds of several workers. "First" and
 * "second" are those of {@link OptimizerState}, moments with Adam; of an array that the optimizer
 * does not use, nothing is sent. The bias correction always counts the steps since a moment was
 * zero: restarting a moment without restarting the count makes the steps after it several times too
 * long.
 */
public enum Moments {
  /**
   * {@link #AVERAGE} for networks of up to 16 million parameters, {@link #ROW_WISE} for larger
   * ones, whose state would be three times as much to send.
   */
  AUTO,

  /** Both restart from zero: only the parameters are sent. */
  RESTART,

  /** Both are averaged like the parameters; with one worker, nothing is lost. */
  AVERAGE,

  /**
   * The first restarts; of the second, the mean of each row of weights is averaged: a number for
   * each item and layer.
   */
  ROW_WISE;

  private static final long MOST_AVERAGED = 16L << 20;

  /**
   * An array that is sent between rounds.
   *
   * @param name that of its block, a slash and what it holds, such as {@code
   *     encoder.weights/second}
   */
  public record Sent(String name, int length) {}

  /** How the arrays of a block are sent and received. */
  private enum Part {
    FIRST("first"),
    SECOND("second"),
    ROW_MEANS("second-row-means"),
    ROW_STEPS("row-steps");

    private final String label;

    Part(String label) {
      this.label = label;
    }

    private String name(BlockShape shape) {
      return shape.name() + "/" + label;
    }

    private int length(BlockShape shape) {
      return this == FIRST || this == SECOND ? shape.length() : shape.rows();
    }

    private float[] of(OptimizerState state, BlockShape shape, int block) {
      return switch (this) {
        case FIRST -> state.first(block);
        case SECOND -> state.second(block);
        case ROW_MEANS -> rowMeans(shape, state.second(block));
        case ROW_STEPS -> state.rowSteps(block);
      };
    }

    private void to(OptimizerState state, BlockShape shape, int block, float[] mean) {
      switch (this) {
        case FIRST -> copy(mean, state.first(block));
        case SECOND -> copy(mean, state.second(block));
        case ROW_MEANS -> spread(shape, mean, state.second(block));
        case ROW_STEPS -> copy(mean, state.rowSteps(block));
      }
    }
  }

  private static void copy(float[] from, float[] to) {
    System.arraycopy(from, 0, to, 0, to.length);
  }

  /** The mean of each row, summed from its first number to its last. */
  static float[] rowMeans(BlockShape shape, float[] floats) {
    float[] means = new float[shape.rows()];
    for (int row = 0; row < means.length; row++) {
      double sum = 0;
      for (int k = row * shape.width(); k < (row + 1) * shape.width(); k++) {
        sum += floats[k];
      }
      means[row] = (float) (sum / shape.width());
    }
    return means;
  }

  private static void spread(BlockShape shape, float[] means, float[] floats) {
    for (int row = 0; row < means.length; row++) {
      Arrays.fill(floats, row * shape.width(), (row + 1) * shape.width(), means[row]);
    }
  }

  /** This way, or the one that {@link #AUTO} chooses for blocks of that size. */
  private Moments chosen(List<BlockShape> shapes) {
    if (this != AUTO) {
      return this;
    }
    long size = shapes.stream().mapToLong(BlockShape::size).sum();
    return size <= MOST_AVERAGED ? AVERAGE : ROW_WISE;
  }

  private List<Part> parts(OptimizerKind kind, BlockShape shape) {
    List<Part> parts = new ArrayList<>();
    if (this == RESTART || !shape.kind().isTrained()) {
      return parts;
    }
    if (this == AVERAGE && kind.hasFirst()) {
      parts.add(Part.FIRST);
    }
    if (kind.hasSecond()) {
      parts.add(this == AVERAGE ? Part.SECOND : Part.ROW_MEANS);
    }
    if (kind.countsRows(shape)) {
      // corrects the mean of moments that have been through different numbers of steps
      parts.add(Part.ROW_STEPS);
    }
    return parts;
  }

  /** Returns the arrays that a worker sends of its optimizer's state, in order. */
  public List<Sent> arrays(List<BlockShape> shapes, OptimizerKind kind) {
    List<Sent> arrays = new ArrayList<>();
    for (BlockShape shape : shapes) {
      for (Part part : chosen(shapes).parts(kind, shape)) {
        arrays.add(new Sent(part.name(shape), part.length(shape)));
      }
    }
    return arrays;
  }

  /**
   * Returns what a worker sends, by the names of {@link #arrays} and in their order. The arrays
   * must not be modified.
   */
  public Map<String, float[]> sent(
      List<BlockShape> shapes, OptimizerKind kind, OptimizerState state) {
    Map<String, float[]> arrays = new LinkedHashMap<>();
    for (int block = 0; block < shapes.size(); block++) {
      BlockShape shape = shapes.get(block);
      for (Part part : chosen(shapes).parts(kind, shape)) {
        arrays.put(part.name(shape), part.of(state, shape, block));
      }
    }
    return arrays;
  }

  /**
   * Returns the state that a worker starts the next round with.
   *
   * @param means the means of what the workers have sent, by the names of {@link #arrays}, among
   *     any others; they are copied
   * @param steps the number of steps that have been made
   */
  public OptimizerState received(
      List<BlockShape> shapes, OptimizerKind kind, Map<String, float[]> means, long steps) {
    Moments way = chosen(shapes);
    OptimizerState state = OptimizerState.zero(kind, shapes);
    for (int block = 0; block < shapes.size(); block++) {
      BlockShape shape = shapes.get(block);
      for (Part part : way.parts(kind, shape)) {
        part.to(state, shape, block, means.get(part.name(shape)));
      }
      if (way == AVERAGE) {
        copy(state.rowSteps(block), state.firstRowSteps(block));
      }
    }
    return way.counted(state, kind, steps);
  }

  /** An array that has restarted has been through no steps. */
  private OptimizerState counted(OptimizerState state, OptimizerKind kind, long steps) {
    boolean keepsFirst = this == AVERAGE;
    boolean keepsSecond = this == AVERAGE || this == ROW_WISE && kind.hasSecond();
    return state.after(keepsFirst ? steps : 0, keepsSecond ? steps : 0);
  }
}
