package io.nocturne.spark.train.checkpoint;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nocturne.spark.store.Json;
import java.util.List;

/**
 * The state of a training after one of its rounds.
 *
 * @param round from 1 on
 * @param blocks the state in blocks of bytes
 * @param header other values of the trainer; held as they will be read back, so a long that fits is
 *     an int, a float is a double, and NaN and infinity are texts that asDouble reads
 */
public record Checkpoint(int round, List<byte[]> blocks, ObjectNode header) {
  /**
   * @throws IllegalArgumentException if the round is less than 1
   */
  public Checkpoint {
    if (round < 1) {
      throw new IllegalArgumentException("Invalid round: " + round + " (expected 1 or more)");
    }
    blocks = List.copyOf(blocks);
    header = (ObjectNode) Json.parse(header.toString());
  }
}
