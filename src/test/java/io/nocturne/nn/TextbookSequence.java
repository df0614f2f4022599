package io.nocturne.nn;

import io.nocturne.math.SparseRows;
import io.nocturne.nn.layer.ExponentialAverage;
import io.nocturne.nn.layer.Layer;
import io.nocturne.nn.layer.Recurrent;
import java.util.ArrayList;
import java.util.List;

/**
 * Textbook implementation of sequence networks: one position at a time, in doubles. Parameters are
 * in the order of the network.
 *
 * @param network with an {@link ExponentialAverage}, {@link Recurrent} layers and the multinomial
 *     loss
 * @param count number of next items that a position predicts
 */
record TextbookSequence(Network network, int count) {
  /** The mean loss over all positions; the last one of a history has no targets. */
  double loss(double[] theta, SparseRows histories) {
    double sum = 0;
    for (int row = 0; row < histories.rows(); row++) {
      List<double[]> scores = scores(theta, histories, row);
      for (int p = 0; p < scores.size(); p++) {
        double[] s = scores.get(p);
        double all = 0;
        for (double score : s) {
          all += Math.exp(score);
        }
        for (int next = p + 1; next <= p + count && next < scores.size(); next++) {
          int entry = histories.start(row) + next;
          sum += histories.value(entry) * (Math.log(all) - s[histories.index(entry)]);
        }
      }
    }
    return sum / histories.nonZeros();
  }

  /** The scores of all items at each position of a history. */
  List<double[]> scores(double[] theta, SparseRows histories, int row) {
    List<double[]> scores = new ArrayList<>();
    for (double[] h : codes(theta, histories, row)) {
      int at = FlatParameters.start(network, network.layers() - 1);
      double[] s = new double[network.items()];
      for (int i = 0; i < s.length; i++) {
        s[i] = theta[at + s.length * h.length + i] + dot(theta, at + i * h.length, h);
      }
      scores.add(s);
    }
    return scores;
  }

  /** The output of the last hidden layer at each position of a history. */
  List<double[]> codes(double[] theta, SparseRows histories, int row) {
    List<double[]> positions = averages(theta, histories, row);
    for (int l = 0; l < network.hidden().size(); l++) {
      Layer layer = network.hidden().get(l);
      positions = recurrent(theta, FlatParameters.start(network, l + 1), layer, positions);
    }
    return positions;
  }

  private List<double[]> averages(double[] theta, SparseRows histories, int row) {
    ExponentialAverage layer = (ExponentialAverage) network.input();
    List<double[]> positions = new ArrayList<>();
    double[] y = new double[layer.outputs()];
    for (int k = histories.start(row); k < histories.end(row); k++) {
      double[] next = new double[y.length];
      for (int j = 0; j < y.length; j++) {
        double embedding = theta[histories.index(k) * y.length + j];
        next[j] = (1 - layer.share()) * y[j] + layer.share() * embedding;
      }
      positions.add(next);
      y = next;
    }
    return positions;
  }

  private static List<double[]> recurrent(
      double[] theta, int at, Layer layer, List<double[]> inputs) {
    int width = layer.outputs();
    int recurrentAt = at + width * layer.inputs();
    int biasAt = recurrentAt + width * width;
    List<double[]> positions = new ArrayList<>();
    double[] h = new double[width];
    for (double[] x : inputs) {
      double[] next = new double[width];
      for (int j = 0; j < width; j++) {
        double z = theta[biasAt + j];
        z += dot(theta, at + j * x.length, x) + dot(theta, recurrentAt + j * width, h);
        next[j] = Math.tanh(z);
      }
      positions.add(next);
      h = next;
    }
    return positions;
  }

  private static double dot(double[] theta, int from, double[] x) {
    double sum = 0;
    for (int k = 0; k < x.length; k++) {
      sum += theta[from + k] * x[k];
    }
    return sum;
  }
}
