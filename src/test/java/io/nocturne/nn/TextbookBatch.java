package io.nocturne.nn;

import io.nocturne.math.Seeds;
import io.nocturne.math.SparseRows;
import io.nocturne.math.SplitMix64;
import io.nocturne.nn.batch.Batch;
import io.nocturne.nn.batch.Corruption;
import java.util.Arrays;

/**
 * A batch in dense rows with all its random numbers, and the multinomial loss over its columns.
 *
 * @param input [rows x items], corrupted
 * @param targets [rows x items]
 * @param noise epsilon, [rows x code width]
 * @param logInclusion by item; NaN if it is not a candidate
 */
public record TextbookBatch(
    double[][] input,
    double[][] targets,
    double[][] noise,
    double klWeight,
    double[] logInclusion) {

  /** The rows {@code order[from..to)}, with the engine's draws for these seeds. */
  public static TextbookBatch of(
      SparseRows histories, int[] order, int from, int to, Corruption corruption, long seed) {
    double[][] input = new double[to - from][histories.columns()];
    double[][] targets = new double[to - from][histories.columns()];
    SplitMix64 mask = new SplitMix64(Seeds.derive(seed, 1));
    for (int r = from; r < to; r++) {
      double squares = 0;
      for (int k = histories.start(order[r]); k < histories.end(order[r]); k++) {
        squares += histories.value(k) * (double) histories.value(k);
        targets[r - from][histories.index(k)] = histories.value(k);
      }
      double norm = corruption.normalized() ? Math.sqrt(squares) : 1;
      for (int k = histories.start(order[r]); k < histories.end(order[r]); k++) {
        boolean stays = corruption.dropout() == 0 || mask.nextDouble() >= corruption.dropout();
        if (stays) {
          input[r - from][histories.index(k)] =
              histories.value(k) / norm / (1 - corruption.dropout());
        }
      }
    }
    double[] all = new double[histories.columns()];
    return new TextbookBatch(input, targets, new double[to - from][0], 0, all);
  }

  /** The same with the noise of a code of {@code units} and a weight of the penalty. */
  public TextbookBatch noisy(int units, long seed, double weight) {
    double[][] drawn = new double[rows()][units];
    for (int row = 0; row < rows(); row++) {
      SplitMix64 random = new SplitMix64(Seeds.derive(seed, row));
      for (int k = 0; k < units; k++) {
        drawn[row][k] = random.nextGaussian();
      }
    }
    return new TextbookBatch(input, targets, drawn, weight, logInclusion);
  }

  /** The same over the candidates of an engine's batch. */
  TextbookBatch sampled(Batch batch) {
    double[] sampled = new double[logInclusion.length];
    Arrays.fill(sampled, Double.NaN);
    for (int c = 0; c < batch.tiles().columns(); c++) {
      sampled[batch.candidates()[c]] = batch.logInclusion()[c];
    }
    return new TextbookBatch(input, targets, noise, klWeight, sampled);
  }

  int rows() {
    return input.length;
  }

  /** -sum x log softmax(s). */
  double loss(int row, double[] scores) {
    double[] probabilities = softmax(row, scores);
    double sum = 0;
    for (int i = 0; i < scores.length; i++) {
      sum -= targets[row][i] == 0 ? 0 : targets[row][i] * Math.log(probabilities[i]);
    }
    return sum;
  }

  /** The gradient of the loss by s. */
  double[] gradient(int row, double[] scores) {
    double[] probabilities = softmax(row, scores);
    double weight = 0;
    for (double target : targets[row]) {
      weight += target;
    }
    double[] gradient = new double[scores.length];
    for (int i = 0; i < scores.length; i++) {
      gradient[i] = weight * probabilities[i] - targets[row][i];
    }
    return gradient;
  }

  private double[] softmax(int row, double[] scores) {
    double[] softmax = new double[scores.length];
    double sum = 0;
    for (int i = 0; i < scores.length; i++) {
      if (!Double.isNaN(logInclusion[i])) {
        softmax[i] = Math.exp(scores[i] - (targets[row][i] == 0 ? logInclusion[i] : 0));
        sum += softmax[i];
      }
    }
    for (int i = 0; i < scores.length; i++) {
      softmax[i] /= sum;
    }
    return softmax;
  }
}
