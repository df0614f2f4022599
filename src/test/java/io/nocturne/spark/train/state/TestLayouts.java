package io.nocturne.spark.train.state;

import io.nocturne.nn.parameter.BlockShape;
import io.nocturne.nn.parameter.RowsOf;
import io.nocturne.spark.train.state.StateArray.Role;
import java.util.ArrayList;
import java.util.List;

/** Layouts of a model of one block, for tests that need no network. */
public final class TestLayouts {
  private TestLayouts() {}

  /** A block of the model and arrays of an optimizer, all shared. */
  public static BlockLayout of(int blockFloats, int... lengths) {
    List<StateArray> arrays = new ArrayList<>();
    for (int length : lengths) {
      Role role = arrays.isEmpty() ? Role.TRAINED : Role.OPTIMIZER;
      arrays.add(array("array-" + arrays.size(), role, StateArray.SHARED, length));
    }
    return new BlockLayout(arrays, blockFloats);
  }

  static StateArray array(String name, Role role, int worker, int length) {
    return new StateArray(name, role, worker, length);
  }

  /** The model blocks of a single block. */
  public static ModelBlocks models(int length) {
    return new ModelBlocks(List.of(BlockShape.weights("array-0", RowsOf.NONE, length, 1)), 0, 1);
  }

  /** The blocks of arrays. */
  public static List<byte[]> blocks(BlockLayout layout, float[]... arrays) {
    List<byte[]> blocks = new ArrayList<>();
    for (int block = 0; block < layout.blocks(); block++) {
      blocks.add(BlockBytes.of(List.of(arrays), layout.slices(block)));
    }
    return blocks;
  }
}
