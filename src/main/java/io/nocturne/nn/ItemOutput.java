package io.nocturne.nn;

import io.nocturne.math.Kernels;
import io.nocturne.math.Sgemm;
import java.util.Arrays;

/**
 * The last layer: scores s = W h + b with W [items x inputs], an item's weights being one row. The
 * parameters are W and then b. In training it is taken tile by tile with the loss: the gradient of
 * a tile's weights is used up at once, while it is in the core's cache, and only the scores are
 * kept for all items.
 *
 * @param inputs width of h, 1 or more
 * @param items how many items there are, 1 or more
 */
record ItemOutput(int inputs, int items, Loss loss) implements Output {
  ItemOutput {
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
    if (loss.isLogistic()) {
      frequencies.logOdds(theta, biases(at));
    }
  }

  private int biases(int at) {
    return at + items * inputs;
  }

  @Override
  public boolean isMultinomial() {
    return loss.isMultinomial();
  }

  @Override
  public float mostWeight() {
    return loss.mostWeight();
  }

  @Override
  public void score(Pass pass, int at, Batch batch, float[] hidden, float[] scores) {
    ItemScores.write(pass, at, inputs, items, hidden, scores);
    loss.finish(pass.compute, pass.rows, items, scores);
  }

  @Override
  public double forward(Pass pass, int at, Batch batch, float[] hidden) {
    OutputBuffers buffers = pass.buffers;
    buffers.reserve(batch, inputs);
    Tiles tiles = batch.tiles;
    pass.compute
        .loop()
        .run(
            tiles.groups(),
            group -> {
              for (int t = tiles.first(group); t < tiles.first(group + 1); t++) {
                forward(pass, at, buffers.block.tile(t), hidden, buffers);
              }
            });
    return buffers.complete(pass, loss);
  }

  private void forward(Pass pass, int at, ScoreTile tile, float[] hidden, OutputBuffers buffers) {
    Batch batch = tile.block().batch;
    int first = tile.firstColumn();
    if (batch.candidates != null) {
      gather(pass, at, batch, first, tile.columns(), buffers);
    }
    pass.compute
        .sgemm()
        .multiply(
            false,
            true,
            pass.rows,
            tile.columns(),
            inputs,
            1,
            hidden,
            0,
            inputs,
            weights(pass, batch, buffers),
            weightsAt(at, batch, first),
            inputs,
            0,
            tile.block().scores,
            tile.at(0),
            tile.stride());
    boolean all = batch.candidates == null;
    loss.forward(
        pass.compute.kernels(),
        tile,
        all ? pass.theta : buffers.biases,
        all ? biases(at) + first : first);
  }

  /** Copies the weights of candidates side by side, so that they can be multiplied at once. */
  private void gather(
      Pass pass, int at, Batch batch, int first, int columns, OutputBuffers buffers) {
    for (int c = first; c < first + columns; c++) {
      int item = batch.candidates[c];
      System.arraycopy(pass.theta, at + item * inputs, buffers.weights, c * inputs, inputs);
      buffers.biases[c] = pass.theta[biases(at) + item] - batch.logInclusion[c];
    }
  }

  private float[] weights(Pass pass, Batch batch, OutputBuffers buffers) {
    return batch.candidates == null ? pass.theta : buffers.weights;
  }

  private int weightsAt(int at, Batch batch, int column) {
    return (batch.candidates == null ? at : 0) + column * inputs;
  }

  @Override
  public void backward(Pass pass, int at, Batch batch, float[] hidden, float[] hiddenGradient) {
    OutputBuffers buffers = pass.buffers;
    Tiles tiles = batch.tiles;
    pass.compute
        .loop()
        .run(
            tiles.groups(),
            group -> {
              for (int t = tiles.first(group); t < tiles.first(group + 1); t++) {
                boolean isFirst = t == tiles.first(group);
                backward(pass, at, buffers.block.tile(t), hidden, group, isFirst, buffers);
              }
            });
    if (pass.goesBack) {
      buffers.addPartials(pass, tiles.groups(), inputs, hiddenGradient);
    }
  }

  private void backward(
      Pass pass,
      int at,
      ScoreTile tile,
      float[] hidden,
      int group,
      boolean isFirst,
      OutputBuffers buffers) {
    Batch batch = tile.block().batch;
    Kernels kernels = pass.compute.kernels();
    Sgemm sgemm = pass.compute.sgemm();
    loss.backward(kernels, tile);
    int columns = tile.columns();
    float[] gradient = tile.block().scores;
    if (pass.goesBack) {
      sgemm.multiply(
          false,
          false,
          pass.rows,
          inputs,
          columns,
          1,
          gradient,
          tile.at(0),
          tile.stride(),
          weights(pass, batch, buffers),
          weightsAt(at, batch, tile.firstColumn()),
          inputs,
          isFirst ? 0 : 1,
          buffers.partials,
          group * pass.rows * inputs,
          inputs);
    }
    if (!pass.phase.teachesDecoder()) {
      return;
    }
    float[] slice = pass.scratch(tile.stride() * (inputs + 1));
    sgemm.multiply(
        true,
        false,
        columns,
        inputs,
        pass.rows,
        1,
        gradient,
        tile.at(0),
        tile.stride(),
        hidden,
        0,
        inputs,
        0,
        slice,
        0,
        inputs);
    int bias = columns * inputs;
    Arrays.fill(slice, bias, bias + columns, 0);
    for (int r = 0; r < pass.rows; r++) {
      kernels.axpy(1, gradient, tile.at(r), slice, bias, columns);
    }
    update(pass, at, batch, tile.firstColumn(), columns, slice);
  }

  private void update(Pass pass, int at, Batch batch, int first, int columns, float[] slice) {
    Kernels kernels = pass.compute.kernels();
    int bias = columns * inputs;
    if (batch.candidates == null) {
      pass.optimizer.update(
          kernels, pass.theta, at + first * inputs, slice, 0, columns * inputs, true);
      pass.optimizer.update(kernels, pass.theta, biases(at) + first, slice, bias, columns, false);
      return;
    }
    for (int c = 0; c < columns; c++) {
      int item = batch.candidates[first + c];
      rest(pass, at, first + c == 0 ? 0 : batch.candidates[first + c - 1] + 1, item);
      pass.optimizer.update(
          kernels, pass.theta, at + item * inputs, slice, c * inputs, inputs, true);
      pass.optimizer.update(kernels, pass.theta, biases(at) + item, slice, bias + c, 1, false);
    }
    if (first + columns == batch.tiles.columns()) {
      rest(pass, at, batch.candidates[first + columns - 1] + 1, items);
    }
  }

  /** The items from {@code from} to {@code to} are no candidates. */
  private void rest(Pass pass, int at, int from, int to) {
    if (to > from) {
      Kernels kernels = pass.compute.kernels();
      pass.optimizer.rest(kernels, pass.theta, at + from * inputs, (to - from) * inputs, true);
      pass.optimizer.rest(kernels, pass.theta, biases(at) + from, to - from, false);
    }
  }
}
