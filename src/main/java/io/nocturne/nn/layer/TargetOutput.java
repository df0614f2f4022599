package io.nocturne.nn.layer;

import io.nocturne.math.Activation;
import io.nocturne.math.Kernels;
import io.nocturne.math.Matrix;
import io.nocturne.math.SparseRows;
import io.nocturne.nn.batch.Batch;
import io.nocturne.nn.batch.Tiles;
import io.nocturne.nn.loss.RefeedingLoss;
import io.nocturne.nn.loss.Squared;
import io.nocturne.nn.loss.TargetLoss;
import io.nocturne.nn.parameter.BlockArray;
import io.nocturne.nn.parameter.BlockShape;
import io.nocturne.nn.parameter.ItemFrequencies;
import io.nocturne.nn.parameter.RowsOf;
import java.util.Arrays;
import java.util.List;

/**
 * The last layer where only targets have a loss: y = f(W h + b) with W [items x inputs], taken at
 * the targets of a batch and nowhere else. A target costs a product of two rows instead of a column
 * of a matrix product, which is the less the fewer of the items a history has.
 *
 * @param inputs width of h, 1 or more
 * @param items how many items there are, 1 or more
 * @param rowsOf what the columns of a history are: items, or users
 * @param perTarget whether the loss is the mean over the targets of the batch, rather than the mean
 *     over its positions of the sums over their targets
 */
public record TargetOutput(
    int inputs, int items, RowsOf rowsOf, Activation activation, TargetLoss loss, boolean perTarget)
    implements Output {
  /** Checks that the widths are in range. */
  public TargetOutput {
    Widths.require(inputs);
    Widths.require(items);
  }

  /** Over items. */
  public TargetOutput(
      int inputs, int items, Activation activation, TargetLoss loss, boolean perTarget) {
    this(inputs, items, RowsOf.ITEMS, activation, loss, perTarget);
  }

  @Override
  public List<BlockShape> blocks() {
    return List.of(
        BlockShape.weights("weights", rowsOf, items, inputs),
        BlockShape.biases("bias", rowsOf, items));
  }

  @Override
  public void startAtFrequencies(
      ItemFrequencies frequencies, double negatives, List<BlockArray> blocks) {
    if (loss == TargetLoss.LOGISTIC) {
      frequencies.logOddsOfDrawn(negatives, blocks.get(1));
    }
  }

  @Override
  public float maxWeight() {
    return loss.maxWeight();
  }

  @Override
  public void score(Pass pass, List<BlockArray> blocks, float[] hidden, int first, Matrix scores) {
    ItemScores.write(pass, blocks.get(0), blocks.get(1), hidden, first, scores);
    ItemScores.finish(pass, new Squared(activation), scores);
  }

  @Override
  public double forward(Pass pass, List<BlockArray> blocks, float[] hidden) {
    Batch batch = pass.batch();
    Tiles tiles = batch.tiles();
    int targets = batch.targetStarts()[tiles.count()];
    pass.workspace().output().reserveTargets(batch, inputs, targets);
    double[] sums = new double[tiles.count()];
    pass.compute()
        .loop()
        .run(tiles.count(), tile -> sums[tile] = forward(pass, blocks, hidden, tile));
    return Arrays.stream(sums).sum() * share(pass, targets);
  }

  private float share(Pass pass, int targets) {
    return 1f / (perTarget ? Math.max(1, targets) : pass.positions());
  }

  private double forward(Pass pass, List<BlockArray> blocks, float[] hidden, int tile) {
    Batch batch = pass.batch();
    Kernels kernels = pass.kernels();
    float[] scores = pass.workspace().output().targets;
    float[] weights = blocks.get(0).floats();
    float[] biases = blocks.get(1).floats();
    int from = batch.targetStarts()[tile];
    int to = batch.targetStarts()[tile + 1];
    for (int k = from; k < to; k++) {
      int item = batch.targetColumns()[k];
      int row = batch.targetPositions()[k] * inputs;
      scores[k] = biases[item] + kernels.dot(hidden, row, weights, item * inputs, inputs);
    }
    activation.apply(kernels, scores, from, to - from);
    double sum = 0;
    for (int k = from; k < to; k++) {
      sum += loss.loss(scores[k], batch.targetWeights()[k]);
    }
    return sum;
  }

  @Override
  public void backward(Pass pass, List<BlockArray> blocks, float[] hidden, float[] hiddenGradient) {
    OutputBuffers buffers = pass.workspace().output();
    Tiles tiles = pass.batch().tiles();
    pass.compute()
        .loop()
        .run(
            tiles.groups(),
            group -> {
              int partial = group * pass.positions() * inputs;
              Arrays.fill(buffers.partials, partial, partial + pass.positions() * inputs, 0);
              for (int t = tiles.first(group); t < tiles.first(group + 1); t++) {
                backward(pass, blocks, hidden, t, partial);
              }
            });
    buffers.addPartials(pass, tiles.groups(), inputs, hiddenGradient);
  }

  private void backward(Pass pass, List<BlockArray> blocks, float[] hidden, int tile, int partial) {
    Kernels kernels = pass.kernels();
    Batch batch = pass.batch();
    float share = share(pass, batch.targetStarts()[batch.tiles().count()]);
    int first = tile * batch.tiles().width();
    int bias = batch.tiles().width(tile) * inputs;
    float[] weights = blocks.get(0).floats();
    float[] slice = pass.scratch(batch.tiles().width() * (inputs + 1));
    Arrays.fill(slice, 0, bias + batch.tiles().width(tile), 0);
    float[] scores = pass.workspace().output().targets;
    float[] partials = pass.workspace().output().partials;
    for (int k = batch.targetStarts()[tile]; k < batch.targetStarts()[tile + 1]; k++) {
      int item = batch.targetColumns()[k];
      int row = batch.targetPositions()[k] * inputs;
      float y = scores[k];
      float gradient = share * loss.gradient(y, batch.targetWeights()[k]) * activation.slope(y);
      kernels.axpy(gradient, weights, item * inputs, partials, partial + row, inputs);
      kernels.axpy(gradient, hidden, row, slice, (item - first) * inputs, inputs);
      slice[bias + item - first] += gradient;
    }
    if (pass.phase().trainsDecoder()) {
      update(pass, blocks, slice, tile);
    }
  }

  /** Items that no row has as a target rest. */
  private void update(Pass pass, List<BlockArray> blocks, float[] slice, int tile) {
    Batch batch = pass.batch();
    Kernels kernels = pass.kernels();
    int first = tile * batch.tiles().width();
    int columns = batch.tiles().width(tile);
    boolean[] touched = new boolean[columns];
    for (int k = batch.targetStarts()[tile]; k < batch.targetStarts()[tile + 1]; k++) {
      touched[batch.targetColumns()[k] - first] = true;
    }
    for (int c = 0; c < columns; c++) {
      int item = first + c;
      if (touched[c]) {
        int bias = columns * inputs + c;
        pass.optimizer().update(kernels, blocks.get(0), item * inputs, slice, c * inputs, inputs);
        pass.optimizer().update(kernels, blocks.get(1), item, slice, bias, 1);
      } else {
        pass.optimizer().rest(kernels, blocks.get(0), item * inputs, inputs);
        pass.optimizer().rest(kernels, blocks.get(1), item, 1);
      }
    }
  }

  @Override
  public float[] predict(Pass pass, List<BlockArray> blocks, float[] hidden, float[] dense) {
    Tiles tiles = Tiles.of(items);
    int size = tiles.size(pass.positions());
    float[] predicted = dense != null && dense.length >= size ? dense : new float[size];
    Matrix rows = Matrix.of(hidden, pass.positions(), inputs);
    pass.compute()
        .loop()
        .run(
            tiles.count(),
            t -> {
              int first = t * tiles.width();
              int from = t * pass.positions() * tiles.width();
              float[] biases = blocks.get(1).floats();
              for (int r = 0; r < pass.positions(); r++) {
                int at = from + r * tiles.width();
                System.arraycopy(biases, first, predicted, at, tiles.width(t));
              }
              pass.sgemm()
                  .multiply(
                      rows,
                      blocks.get(0).rows(first, tiles.width(t)).transpose(),
                      1,
                      DenseInput.tile(predicted, tiles, t, pass.positions()));
              for (int r = 0; r < pass.positions(); r++) {
                int at = from + r * tiles.width();
                activation.apply(pass.kernels(), predicted, at, tiles.width(t));
              }
            });
    return predicted;
  }

  @Override
  public Output refeeding() {
    return new ItemOutput(inputs, items, rowsOf, new RefeedingLoss(activation));
  }

  @Override
  public void scoreGradient(SparseRows histories, int row, double negatives, float[] scores) {
    int from = row * items;
    int first = histories.start(row);
    int size = histories.end(row) - first;
    double absent = Math.max(1, items - size);
    float share = (float) (Math.min(absent, negatives * size) / absent);
    float[] ofHistory = new float[size];
    for (int k = 0; k < size; k++) {
      float y = scores[from + histories.index(first + k)];
      ofHistory[k] = loss.gradient(y, histories.value(first + k)) * activation.slope(y);
    }
    for (int i = from; i < from + items; i++) {
      float y = scores[i];
      scores[i] = share * loss.gradient(y, 0) * activation.slope(y);
    }
    for (int k = 0; k < size; k++) {
      scores[from + histories.index(first + k)] = ofHistory[k];
    }
  }

  @Override
  public long floats(BatchSize size) {
    Tiles tiles = size.tiles();
    long partials = size.floats((long) tiles.groups() * inputs);
    long slices = (long) size.threads() * tiles.width() * (inputs + 1);
    return (long) Math.ceil(1.5 * size.targets()) + partials + slices;
  }

  @Override
  public double products(BatchSize size) {
    return size.targets() * inputs;
  }
}
