package io.nocturne.spark;

import io.nocturne.nn.parameter.Block;
import io.nocturne.nn.parameter.BlockShape;
import io.nocturne.nn.parameter.Parameters;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/** The parameters of a model as broadcasts: one for each part of each block. */
public final class BroadcastParameters implements Serializable {
  private static final long serialVersionUID = 1;

  /** A block whose parts, arrays of floats or of integers, have been sent. */
  private record SentBlock(BlockShape shape, boolean isFloats, ArrayList<Broadcast<Object>> parts)
      implements Serializable {
    Block value() {
      return isFloats
          ? new Block.Floats(
              shape, parts.stream().map(part -> (float[]) part.value()).toArray(float[][]::new))
          : new Block.Integers(
              shape, parts.stream().map(part -> (int[]) part.value()).toArray(int[][]::new));
    }
  }

  private final ArrayList<SentBlock> blocks = new ArrayList<>();

  /** Sends parameters to the executors; {@link #destroy} frees their memory. */
  public BroadcastParameters(JavaSparkContext spark, Parameters parameters) {
    for (Block block : parameters.blocks()) {
      Object[] arrays =
          block instanceof Block.Floats floats
              ? floats.arrays()
              : ((Block.Integers) block).arrays();
      SentBlock sent =
          new SentBlock(block.shape(), block instanceof Block.Floats, new ArrayList<>());
      blocks.add(sent);
      for (Object array : arrays) {
        sent.parts().add(spark.broadcast(array));
      }
    }
  }

  /** The parameters, read on an executor; they must not be modified. */
  public Parameters value() {
    return new Parameters(blocks.stream().map(SentBlock::value).toList());
  }

  /** The broadcasts, to be destroyed. */
  public List<Broadcast<Object>> broadcasts() {
    return blocks.stream().flatMap(block -> block.parts().stream()).toList();
  }

  /** Frees the executors' memory. */
  public void destroy() {
    broadcasts().forEach(Broadcast::destroy);
  }
}
