package io.nocturne.nn;

import io.nocturne.math.Seeds;
import io.nocturne.math.SparseRows;
import io.nocturne.math.SplitMix64;
import io.nocturne.nn.batch.Batch;
import io.nocturne.nn.batch.Tiles;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A history in dense rows.
 *
 * @param input the input of the first layer, [items]
 * @param targets the weights of the history, [items]; NaN for other items
 * @param prior the output of the prior's encoder; null without a prior
 * @param seed of the training step; null in inference
 * @param row of the batch
 */
public record TextbookExample(
    double[] input, double[] targets, double[] prior, Long seed, int row) {
  /** The histories in inference. */
  static List<TextbookExample> of(SparseRows histories, boolean normalized) {
    List<TextbookExample> examples = new ArrayList<>();
    for (int row = 0; row < histories.rows(); row++) {
      double[] targets = targets(histories, row);
      double squares = 0;
      for (double target : targets) {
        squares += Double.isNaN(target) ? 0 : target * target;
      }
      double norm = normalized && squares > 0 ? Math.sqrt(squares) : 1;
      double[] input = new double[targets.length];
      for (int i = 0; i < input.length; i++) {
        input[i] = Double.isNaN(targets[i]) ? 0 : targets[i] / norm;
      }
      examples.add(new TextbookExample(input, targets, null, null, row));
    }
    return examples;
  }

  private static double[] targets(SparseRows histories, int row) {
    double[] targets = new double[histories.columns()];
    Arrays.fill(targets, Double.NaN);
    for (int k = histories.start(row); k < histories.end(row); k++) {
      targets[histories.index(k)] = histories.value(k);
    }
    return targets;
  }

  /** The same in a training step, with the input that the engine has made. */
  TextbookExample inStep(Batch batch, int rowOfBatch, long stepSeed, double[] ofPrior) {
    double[] corrupted = new double[input.length];
    if (batch.dense() != null) {
      for (int i = 0; i < input.length; i++) {
        corrupted[i] = dense(batch, rowOfBatch, i, input.length);
      }
    } else {
      for (int k = batch.starts()[rowOfBatch]; k < batch.starts()[rowOfBatch + 1]; k++) {
        corrupted[batch.items()[k]] += batch.weights()[k];
      }
    }
    return new TextbookExample(corrupted, targets, ofPrior, stepSeed, rowOfBatch);
  }

  /** The value of an item in a dense input, which is stored in tiles of [rows x width]. */
  static float dense(Batch batch, int row, int item, int items) {
    int width = Tiles.of(items).width();
    return batch.dense()[(item / width * batch.rows() + row) * width + item % width];
  }

  boolean isTrainedOn() {
    return seed != null;
  }

  /** The random stream of this row; without keys, that of the noise of codes. */
  SplitMix64 random(long... keys) {
    long[] path = new long[keys.length + 1];
    path[0] = row;
    System.arraycopy(keys, 0, path, 1, keys.length);
    return new SplitMix64(Seeds.derive(seed, path));
  }

  /** Normal numbers, as in the noise of codes. */
  double[] noise(int length) {
    double[] noise = new double[length];
    if (isTrainedOn()) {
      SplitMix64 random = random();
      for (int k = 0; k < length; k++) {
        noise[k] = random.nextGaussian();
      }
    }
    return noise;
  }

  boolean has(int item) {
    return !Double.isNaN(targets[item]);
  }

  /** The weight of an item, 0 if absent. */
  double target(int item) {
    return has(item) ? targets[item] : 0;
  }
}
