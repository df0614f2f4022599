package io.nocturne.nn.layer;

import io.nocturne.math.Kernels;
import io.nocturne.math.Matrix;
import io.nocturne.nn.batch.Batch;
import io.nocturne.nn.batch.Tiles;
import io.nocturne.nn.loss.Loss;
import io.nocturne.nn.loss.ScoreTile;
import io.nocturne.nn.parameter.BlockArray;
import io.nocturne.nn.parameter.BlockShape;
import io.nocturne.nn.parameter.ItemFrequencies;
import io.nocturne.nn.parameter.RowsOf;
import java.util.Arrays;
import java.util.List;

/**
 * The last layer: scores s = W h + b with W [items x inputs], an item's weights being one row. In
 * training it is taken tile by tile with the loss: the gradient of a tile's weights is used up at
 * once, while it is in the core's cache, and only the scores are kept for all items.
 *
 * @param inputs width of h, 1 or more
 * @param items how many items there are, 1 or more
 * @param rowsOf what the columns of a history are: items, or users
 */
public record ItemOutput(int inputs, int items, RowsOf rowsOf, Loss loss) implements Output {
  /** Checks that the widths are in range. */
  public ItemOutput {
    Widths.require(inputs);
    Widths.require(items);
  }

  /** Over items. */
  public ItemOutput(int inputs, int items, Loss loss) {
    this(inputs, items, RowsOf.ITEMS, loss);
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
    if (loss.isLogistic()) {
      frequencies.logOdds(blocks.get(1));
    }
  }

  @Override
  public boolean isMultinomial() {
    return loss.isMultinomial();
  }

  @Override
  public float maxWeight() {
    return loss.maxWeight();
  }

  @Override
  public void score(Pass pass, List<BlockArray> blocks, float[] hidden, int first, Matrix scores) {
    ItemScores.write(pass, blocks.get(0), blocks.get(1), hidden, first, scores);
    ItemScores.finish(pass, loss, scores);
  }

  @Override
  public double forward(Pass pass, List<BlockArray> blocks, float[] hidden) {
    OutputBuffers buffers = pass.workspace().output();
    buffers.reserve(pass.batch(), inputs);
    Tiles tiles = pass.batch().tiles();
    boolean isSampled = pass.batch().candidates() != null;
    float[] weights = isSampled ? buffers.weights : blocks.get(0).floats();
    buffers.tileWeights.reserve(weights, tiles, inputs);
    Matrix rows = Matrix.of(hidden, pass.positions(), inputs);
    pass.compute()
        .loop()
        .run(
            tiles.groups(),
            group -> {
              for (int t = tiles.first(group); t < tiles.first(group + 1); t++) {
                forward(pass, blocks, buffers.block.tile(t), rows);
              }
            });
    return buffers.complete(pass, loss);
  }

  private void forward(Pass pass, List<BlockArray> blocks, ScoreTile tile, Matrix hidden) {
    OutputBuffers buffers = pass.workspace().output();
    boolean isSampled = pass.batch().candidates() != null;
    if (isSampled) {
      gather(pass, blocks, tile);
    }
    pass.sgemm().multiply(hidden, buffers.tileWeights.transposed(tile.tile()), tile.scores());
    float[] biases = isSampled ? buffers.biases : blocks.get(1).floats();
    loss.forward(pass.kernels(), tile, biases, tile.firstColumn());
  }

  /**
   * Copies the weights of candidates next to each other, so that they can be multiplied at once.
   */
  private void gather(Pass pass, List<BlockArray> blocks, ScoreTile tile) {
    OutputBuffers buffers = pass.workspace().output();
    Batch batch = pass.batch();
    float[] weights = blocks.get(0).floats();
    for (int c = tile.firstColumn(); c < tile.firstColumn() + tile.columns(); c++) {
      int item = batch.candidates()[c];
      System.arraycopy(weights, item * inputs, buffers.weights, c * inputs, inputs);
      buffers.biases[c] = blocks.get(1).floats()[item] - batch.logInclusion()[c];
    }
  }

  @Override
  public void backward(Pass pass, List<BlockArray> blocks, float[] hidden, float[] hiddenGradient) {
    OutputBuffers buffers = pass.workspace().output();
    Tiles tiles = pass.batch().tiles();
    Matrix rows = Matrix.of(hidden, pass.positions(), inputs);
    pass.compute()
        .loop()
        .run(
            tiles.groups(),
            group -> {
              int at = group * pass.positions() * inputs;
              Matrix partial = Matrix.of(buffers.partials, at, pass.positions(), inputs);
              for (int t = tiles.first(group); t < tiles.first(group + 1); t++) {
                ScoreTile tile = buffers.block.tile(t);
                loss.backward(pass.kernels(), tile);
                if (pass.goesBack()) {
                  float beta = t == tiles.first(group) ? 0 : 1;
                  pass.sgemm().multiply(tile.scores(), buffers.tileWeights.rows(t), beta, partial);
                }
                if (pass.phase().trainsDecoder()) {
                  update(pass, blocks, tile, rows);
                }
              }
            });
    if (pass.goesBack()) {
      buffers.addPartials(pass, tiles.groups(), inputs, hiddenGradient);
    }
  }

  /** Hands over the gradient of a tile's weights and biases. */
  private void update(Pass pass, List<BlockArray> blocks, ScoreTile tile, Matrix hidden) {
    int columns = tile.columns();
    float[] slice = pass.scratch(tile.stride() * (inputs + 1));
    pass.sgemm().multiply(tile.transposed(), hidden, Matrix.of(slice, columns, inputs));
    int bias = columns * inputs;
    Arrays.fill(slice, bias, bias + columns, 0);
    float[] gradient = tile.block().scores();
    for (int r = 0; r < pass.positions(); r++) {
      pass.kernels().axpy(1, gradient, tile.at(r), slice, bias, columns);
    }
    if (pass.batch().candidates() == null) {
      int first = tile.firstColumn();
      pass.optimizer()
          .update(pass.kernels(), blocks.get(0), first * inputs, slice, 0, columns * inputs);
      pass.optimizer().update(pass.kernels(), blocks.get(1), first, slice, bias, columns);
    } else {
      updateCandidates(pass, blocks, tile, slice);
    }
  }

  private void updateCandidates(Pass pass, List<BlockArray> blocks, ScoreTile tile, float[] slice) {
    Kernels kernels = pass.kernels();
    int[] candidates = pass.batch().candidates();
    int first = tile.firstColumn();
    int columns = tile.columns();
    for (int c = 0; c < columns; c++) {
      int item = candidates[first + c];
      rest(pass, blocks, first + c == 0 ? 0 : candidates[first + c - 1] + 1, item);
      pass.optimizer().update(kernels, blocks.get(0), item * inputs, slice, c * inputs, inputs);
      pass.optimizer().update(kernels, blocks.get(1), item, slice, columns * inputs + c, 1);
    }
    if (first + columns == pass.batch().tiles().columns()) {
      rest(pass, blocks, candidates[first + columns - 1] + 1, items);
    }
  }

  /** Updates the items from {@code from} to {@code to}, which are not candidates. */
  private void rest(Pass pass, List<BlockArray> blocks, int from, int to) {
    if (to > from) {
      int length = to - from;
      pass.optimizer().rest(pass.kernels(), blocks.get(0), from * inputs, length * inputs);
      pass.optimizer().rest(pass.kernels(), blocks.get(1), from, length);
    }
  }

  @Override
  public long floats(BatchSize size) {
    return floats(size, inputs);
  }

  /**
   * Scores and statistics of all tiles, the gradient by the hidden rows once for each group of
   * tiles, a tile's gradient for each thread, and the weights of candidates.
   */
  static long floats(BatchSize size, int inputs) {
    Tiles tiles = size.tiles();
    long scores = tiles.size(Math.toIntExact(size.positions()));
    long statistics = 3L * size.positions() * tiles.count();
    long partials = size.floats((long) tiles.groups() * inputs);
    long slices = (long) size.threads() * tiles.width() * (inputs + 1);
    long gathered = tiles.columns() < size.items() ? tiles.columns() * (inputs + 1L) : 0;
    return scores + statistics + partials + slices + gathered;
  }
}
