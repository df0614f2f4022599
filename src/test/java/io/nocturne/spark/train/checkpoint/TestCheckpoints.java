package io.nocturne.spark.train.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nocturne.spark.store.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Small checkpoints, distinguished by round and version. */
public final class TestCheckpoints {
  public static final int BLOCKS = 3;

  private TestCheckpoints() {}

  public static org.apache.hadoop.fs.Path hadoop(String scheme, Path folder) {
    return new org.apache.hadoop.fs.Path(scheme + "://" + folder + "/checkpoints");
  }

  public static Map<String, String> identity(String seed, String batch) {
    Map<String, String> identity = new LinkedHashMap<>();
    identity.put("seed", seed);
    identity.put("train.batch", batch);
    return identity;
  }

  public static Checkpoint checkpoint(int round, int version) {
    Random random = new Random(31L * round + version);
    List<byte[]> blocks = new ArrayList<>();
    for (int block = 0; block < BLOCKS; block++) {
      byte[] bytes = new byte[1000 * block]; // the first one is empty
      random.nextBytes(bytes);
      blocks.add(bytes);
    }
    ObjectNode header = Json.object();
    header.put("steps", 1L << 40 | round).put("version", version).put("metric", 0.1 + 0.2);
    header
        .put("float", 0.1f)
        .put("none", Double.NaN)
        .put("name", "Å\n\"b\"")
        .putArray("list")
        .add(1);
    return new Checkpoint(round, blocks, header);
  }

  public static void assertSame(Checkpoint expected, Checkpoint found) {
    assertEquals(expected.round(), found.round());
    assertEquals(expected.header(), found.header());
    assertBlocks(expected.blocks(), found.blocks());
  }

  public static void assertBlocks(List<byte[]> expected, List<byte[]> found) {
    assertArrayEquals(expected.toArray(), found.toArray());
  }

  /** Saves rounds in order, each given as ROUND, or ROUND:BEST if another round is the best. */
  public static void save(Checkpoints store, String... rounds) {
    for (String round : rounds) {
      int[] numbers = Arrays.stream(round.split(":")).mapToInt(Integer::parseInt).toArray();
      store.save(checkpoint(numbers[0], 0), numbers[numbers.length - 1]);
    }
  }
}
