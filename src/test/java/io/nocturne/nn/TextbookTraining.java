package io.nocturne.nn;

import io.nocturne.math.SparseRows;
import io.nocturne.nn.batch.Batch;
import io.nocturne.nn.batch.BatchMaker;
import io.nocturne.nn.batch.Corruption;
import io.nocturne.nn.batch.HistoryTargets;
import io.nocturne.nn.batch.NegativeSampler;

/** Textbook implementation of gradient descent: Adam on all parameters, in doubles. */
final class TextbookTraining {
  private final Textbook model;
  private final SparseRows histories;
  private final Corruption corruption;
  private final int code;
  private final Plan plan;
  private final NegativeSampler negatives;
  private final double[] theta;
  private final double[] first;
  private final double[] second;
  private int epochs;

  /** Per parameter, as items that do not occur are not updated. */
  private final int[] steps;

  private int examples;

  /** The final weight of the KL penalty, which rises from 0 ... */
  double klWeight = .8;

  /** ... over this number of examples. */
  int annealing = 60;

  /**
   * @param code width of the variational code; 0 without one
   */
  TextbookTraining(
      Textbook model,
      SparseRows histories,
      Corruption corruption,
      int code,
      Plan plan,
      float[] initial) {
    this.model = model;
    this.histories = histories;
    this.corruption = corruption;
    this.code = code;
    this.plan = plan;
    this.negatives =
        plan.sampled().isOn()
            ? new NegativeSampler(
                plan.sampled(), RandomHistories.counts(histories), histories.rows(), plan.batch())
            : null;
    this.theta = Gradients.doubles(initial, 0, initial.length);
    this.first = new double[initial.length];
    this.second = new double[initial.length];
    this.steps = new int[initial.length];
  }

  double[] theta() {
    return theta;
  }

  /** Trains on each history once; returns the mean loss. */
  double epoch(long seed) {
    EpochDraws draws = new EpochDraws(seed, epochs++, histories.rows());
    double sum = 0;
    for (int from = 0; from < histories.rows(); from += plan.batch()) {
      int to = Math.min(histories.rows(), from + plan.batch());
      int b = from / plan.batch();
      double weight = klWeight * Math.min(1, examples / (double) annealing);
      TextbookBatch batch =
          TextbookBatch.of(histories, draws.order(), from, to, corruption, draws.batchSeed(b))
              .noisy(code, draws.noiseSeed(b), weight);
      if (negatives != null) {
        Batch made = new Batch();
        new BatchMaker(histories, corruption, new HistoryTargets(), negatives, false)
            .make(draws.order(), from, to, draws.batchSeed(b), made);
        batch = batch.sampled(made);
      }
      sum += (to - from) * model.loss(theta, batch);
      adam(batch, model.gradient(theta, batch));
      examples += to - from;
    }
    return sum / histories.rows();
  }

  private void adam(TextbookBatch batch, double[] gradient) {
    for (int k = 0; k < theta.length; k++) {
      if (negatives != null && rests(batch, k)) {
        continue;
      }
      steps[k]++;
      double g = gradient[k] + (model.isWeight(k) ? plan.weightDecay() * theta[k] : 0);
      first[k] = .9 * first[k] + .1 * g;
      second[k] = .999 * second[k] + .001 * g * g;
      double mean = first[k] / (1 - Math.pow(.9, steps[k]));
      double square = second[k] / (1 - Math.pow(.999, steps[k]));
      theta[k] -= plan.learningRate() * mean / (Math.sqrt(square) + 1e-8);
    }
  }

  /** Whether a parameter belongs to an item that does not occur in the batch. */
  private boolean rests(TextbookBatch batch, int parameter) {
    int items = histories.columns();
    int inputWeights = items * model.firstWidth();
    if (parameter < inputWeights) {
      int item = parameter / model.firstWidth();
      for (double[] row : batch.input()) {
        if (row[item] != 0) {
          return false;
        }
      }
      return true;
    }
    int biases = model.parameters() - items;
    int outputWeights = biases - items * model.lastWidth();
    if (parameter < outputWeights) {
      return false;
    }
    int item =
        parameter >= biases ? parameter - biases : (parameter - outputWeights) / model.lastWidth();
    return Double.isNaN(batch.logInclusion()[item]);
  }
}
