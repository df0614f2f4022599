package io.nocturne.nn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The rows of the weight matrices of a network, in the order of its parameters; the biases of a
 * layer are one row, but those of items are a row each.
 */
final class ParameterRows {
  /**
   * {@code rows} rows of {@code width} parameters each, from {@code at} on; {@code itemRow} is the
   * number of the first among the rows of items, or -1 where they are of no items.
   */
  private record Matrix(int at, int rows, int width, int itemRow) {}

  private final List<Matrix> matrices = new ArrayList<>();
  private int at;
  private int count;
  private int itemRows;

  private ParameterRows() {}

  static ParameterRows of(Network network) {
    ParameterRows all = new ParameterRows();
    network.input().addRows(all);
    for (int l = 0; l < network.hidden().size(); l++) {
      for (int width : network.hidden().get(l).rowWidths()) {
        all.add(1, width);
      }
    }
    network.output().addRows(all);
    if (network.hasPrior()) {
      network.input().addRows(all);
      for (int l = 0; l < network.codeLayers(); l++) {
        for (int width : network.hidden().get(l).rowWidths()) {
          all.add(1, width);
        }
      }
    }
    if (all.at != network.parameters()) {
      throw new IllegalStateException(
          "Rows of %d parameters out of %d".formatted(all.at, network.parameters()));
    }
    return all;
  }

  /** Of one matrix. */
  static ParameterRows of(int rows, int width) {
    ParameterRows all = new ParameterRows();
    all.add(rows, width);
    return all;
  }

  /** The next {@code rows} rows have {@code width} parameters each. */
  void add(int rows, int width) {
    boolean ofItems = rows > 1; // other layers' rows are all in each step, and come one by one
    matrices.add(new Matrix(at, rows, width, ofItems ? itemRows : -1));
    itemRows += ofItems ? rows : 0;
    at += rows * width;
    count += rows;
  }

  int count() {
    return count;
  }

  /** How many rows of items there are: of weights, and of single biases. */
  int itemRows() {
    return itemRows;
  }

  /** The number of a parameter's row among those of items, or -1 if it is in none. */
  int itemRow(int parameter) {
    Matrix matrix = matrix(parameter);
    return matrix.itemRow < 0 ? -1 : matrix.itemRow + (parameter - matrix.at) / matrix.width;
  }

  /** Where the row of a parameter ends. */
  int end(int parameter) {
    Matrix matrix = matrix(parameter);
    return parameter + matrix.width - (parameter - matrix.at) % matrix.width;
  }

  private Matrix matrix(int parameter) {
    int from = 0;
    int to = matrices.size();
    while (to - from > 1) {
      int middle = (from + to) / 2;
      if (matrices.get(middle).at <= parameter) {
        from = middle;
      } else {
        to = middle;
      }
    }
    return matrices.get(from);
  }

  /** The mean of each row, summed from its first parameter to its last. */
  float[] means(float[] parameters) {
    float[] means = new float[count];
    int row = 0;
    for (Matrix matrix : matrices) {
      for (int r = 0; r < matrix.rows; r++) {
        double sum = 0;
        int from = matrix.at + r * matrix.width;
        for (int k = from; k < from + matrix.width; k++) {
          sum += parameters[k];
        }
        means[row++] = (float) (sum / matrix.width);
      }
    }
    return means;
  }

  /** An array as long as the parameters where each has the number of its row. */
  float[] spread(float[] means) {
    float[] parameters = new float[at];
    int row = 0;
    for (Matrix matrix : matrices) {
      for (int r = 0; r < matrix.rows; r++) {
        int from = matrix.at + r * matrix.width;
        Arrays.fill(parameters, from, from + matrix.width, means[row++]);
      }
    }
    return parameters;
  }
}
