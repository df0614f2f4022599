package io.nocturne.spark.train.state;

import io.nocturne.nn.Network;
import io.nocturne.nn.layer.UserVectors;
import io.nocturne.nn.parameter.Block;
import io.nocturne.nn.parameter.BlockShape;
import io.nocturne.nn.parameter.Parameters;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Assembles the parameters of a model from the blocks of a state: those of the network, and {@code
 * user.vectors}, which come worker by worker, in the order of the training rows.
 */
public final class ModelBlocks {
  private final List<BlockShape> shapes;
  private final int userWidth;
  private final int workers;

  /**
   * @param workers the number of workers that the users are distributed to
   */
  public ModelBlocks(Network network, int workers) {
    this(network.blocks(), network.userWidth(), workers);
  }

  /**
   * Creates the assembly of a model with these blocks; {@code userWidth} is 0 where users have no
   * vectors.
   */
  public ModelBlocks(List<BlockShape> shapes, int userWidth, int workers) {
    this.shapes = shapes;
    this.userWidth = userWidth;
    this.workers = workers;
  }

  /** Assembles parameters from the blocks of {@link StateBlocks#model}. */
  public Parameters open(BlockLayout layout, List<byte[]> blocks) {
    ShardSizes shards = new ShardSizes(users(layout), workers);
    List<BlockShape> model = new ArrayList<>(shapes);
    if (userWidth > 0) {
      model.add(UserVectors.shape(Math.toIntExact(shards.rows()), userWidth));
    }
    List<StateArray> arrays = layout.arrays();
    Map<String, FloatParts> parts = new HashMap<>();
    model.forEach(shape -> parts.put(shape.name(), new FloatParts(shape.length())));
    for (int block = 0; block < blocks.size(); block++) {
      FloatBuffer floats = BlockBytes.view(blocks.get(block), 0, blocks.get(block).length);
      for (BlockLayout.Slice slice : layout.slices(block)) {
        FloatBuffer some = floats.slice(slice.at(), slice.length());
        StateArray array = arrays.get(slice.array());
        FloatParts to = parts.get(array.name());
        if (array.isShared()) {
          to.put(slice.from(), some);
        } else {
          putUsers(shards, array.worker(), slice.from(), some, to);
        }
      }
    }
    return new Parameters(
        model.stream()
            .<Block>map(shape -> new Block.Floats(shape, parts.get(shape.name()).parts()))
            .toList());
  }

  private long users(BlockLayout layout) {
    long floats = 0;
    for (StateArray array : layout.arrays()) {
      floats += array.name().equals(UserVectors.BLOCK) ? array.length() : 0;
    }
    return userWidth == 0 ? 0 : floats / userWidth;
  }

  /** Writes the vectors of a worker's users into the rows of these users. */
  private void putUsers(
      ShardSizes shards, int worker, int from, FloatBuffer floats, FloatParts vectors) {
    int size = floats.remaining();
    for (int k = 0; k < size; ) {
      int user = (from + k) / userWidth;
      int in = (from + k) % userWidth;
      int length = Math.min(userWidth - in, size - k);
      int to = Math.toIntExact(shards.row(worker, user) * userWidth + in);
      vectors.put(to, floats.slice(k, length));
      k += length;
    }
  }
}
