package io.nocturne.nn;

import io.nocturne.math.Kernels;
import java.util.Arrays;

/**
 * The last layer where only targets have a loss: y = f(W h + b) with W [items x inputs], taken at
 * the targets of a batch and nowhere else. A target costs a product of two rows instead of a column
 * of a matrix product, which is the less the fewer of the items a history has.
 *
 * @param inputs width of h, 1 or more
 * @param items how many items there are, 1 or more
 * @param perTarget whether the loss is the mean over the targets of the batch, rather than the mean
 *     over its rows of the sums over their targets
 */
record TargetOutput(
    int inputs, int items, Activation activation, TargetLoss loss, boolean perTarget)
    implements Output {
  TargetOutput {
    Network.checkWidth(inputs);
    Network.checkWidth(items);
  }

  @Override
  public long parameters() {
    return (long) items * inputs + items;
  }

  @Override
  public void addRows(ParameterRows rows) {
    rows.add(items, inputs);
    rows.add(items, 1);
  }

  @Override
  public void initialize(Initializer initializer, int at) {
    initializer.weights(at, items, inputs);
    initializer.biases(biases(at), items);
  }

  @Override
  public void startAtFrequencies(
      ItemFrequencies frequencies, double negatives, float[] theta, int at) {
    if (loss == TargetLoss.LOGISTIC) {
      frequencies.logOddsOfDrawn(negatives, theta, biases(at));
    }
  }

  private int biases(int at) {
    return at + items * inputs;
  }

  @Override
  public boolean isMultinomial() {
    return false;
  }

  @Override
  public float mostWeight() {
    return loss.mostWeight();
  }

  @Override
  public void score(Pass pass, int at, Batch batch, float[] hidden, float[] scores) {
    ItemScores.write(pass, at, inputs, items, hidden, scores);
    new Squared(activation).finish(pass.compute, pass.rows, items, scores);
  }

  @Override
  public Output refed() {
    return new ItemOutput(inputs, items, new Refed(activation));
  }

  @Override
  public double forward(Pass pass, int at, Batch batch, float[] hidden) {
    OutputBuffers buffers = pass.buffers;
    Tiles tiles = batch.tiles;
    int targets = batch.targetStarts[tiles.count()];
    buffers.reserveTargets(batch, inputs, targets);
    double[] sums = new double[tiles.count()];
    pass.compute
        .loop()
        .run(
            tiles.count(),
            tile ->
                sums[tile] =
                    forward(
                        pass,
                        at,
                        batch,
                        hidden,
                        batch.targetStarts[tile],
                        batch.targetStarts[tile + 1]));
    return Arrays.stream(sums).sum() * share(pass, targets);
  }

  private float share(Pass pass, int targets) {
    return 1f / (perTarget ? Math.max(1, targets) : pass.rows);
  }

  private double forward(Pass pass, int at, Batch batch, float[] hidden, int from, int to) {
    Kernels kernels = pass.compute.kernels();
    float[] scores = pass.buffers.targets;
    for (int k = from; k < to; k++) {
      int item = batch.targetColumns[k];
      scores[k] =
          pass.theta[biases(at) + item]
              + kernels.dot(
                  hidden, batch.targetRows[k] * inputs, pass.theta, at + item * inputs, inputs);
    }
    activation.apply(kernels, scores, from, to - from);
    double sum = 0;
    for (int k = from; k < to; k++) {
      sum += loss.loss(scores[k], batch.targetWeights[k]);
    }
    return sum;
  }

  @Override
  public void backward(Pass pass, int at, Batch batch, float[] hidden, float[] hiddenGradient) {
    Tiles tiles = batch.tiles;
    float share = share(pass, batch.targetStarts[tiles.count()]);
    pass.compute
        .loop()
        .run(
            tiles.groups(),
            group -> {
              int partial = group * pass.rows * inputs;
              Arrays.fill(pass.buffers.partials, partial, partial + pass.rows * inputs, 0);
              for (int t = tiles.first(group); t < tiles.first(group + 1); t++) {
                backward(pass, at, batch, hidden, t, partial, share);
              }
            });
    pass.buffers.addPartials(pass, tiles.groups(), inputs, hiddenGradient);
  }

  private void backward(
      Pass pass, int at, Batch batch, float[] hidden, int tile, int partial, float share) {
    Kernels kernels = pass.compute.kernels();
    int first = tile * batch.tiles.width();
    int columns = batch.tiles.width(tile);
    float[] slice = pass.scratch(batch.tiles.width() * (inputs + 1));
    int bias = columns * inputs;
    Arrays.fill(slice, 0, bias + columns, 0);
    float[] scores = pass.buffers.targets;
    for (int k = batch.targetStarts[tile]; k < batch.targetStarts[tile + 1]; k++) {
      int item = batch.targetColumns[k];
      int row = batch.targetRows[k] * inputs;
      float y = scores[k];
      float gradient = share * loss.gradient(y, batch.targetWeights[k]) * activation.slope(y);
      kernels.axpy(
          gradient, pass.theta, at + item * inputs, pass.buffers.partials, partial + row, inputs);
      kernels.axpy(gradient, hidden, row, slice, (item - first) * inputs, inputs);
      slice[bias + item - first] += gradient;
    }
    if (pass.phase.teachesDecoder()) {
      update(pass, at, first, columns, slice, batch, tile);
    }
  }

  /** Items that no row has as a target rest. */
  private void update(
      Pass pass, int at, int first, int columns, float[] slice, Batch batch, int tile) {
    Kernels kernels = pass.compute.kernels();
    boolean[] touched = new boolean[columns];
    for (int k = batch.targetStarts[tile]; k < batch.targetStarts[tile + 1]; k++) {
      touched[batch.targetColumns[k] - first] = true;
    }
    int bias = columns * inputs;
    for (int c = 0; c < columns; c++) {
      int weights = at + (first + c) * inputs;
      int itemBias = biases(at) + first + c;
      if (touched[c]) {
        pass.optimizer.update(kernels, pass.theta, weights, slice, c * inputs, inputs, true);
        pass.optimizer.update(kernels, pass.theta, itemBias, slice, bias + c, 1, false);
      } else {
        pass.optimizer.rest(kernels, pass.theta, weights, inputs, true);
        pass.optimizer.rest(kernels, pass.theta, itemBias, 1, false);
      }
    }
  }
}
