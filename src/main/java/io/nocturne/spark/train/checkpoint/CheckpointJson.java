package io.nocturne.spark.train.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nocturne.spark.store.ContentHash;
import io.nocturne.spark.store.Json;
import io.nocturne.spark.store.WrittenBytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The file that makes a checkpoint complete. It has a hash of its content too, as a changed digit
 * in the header would corrupt the training like one in a block.
 *
 * @param best the best round so far; its blocks are needed to resume from here
 * @param identity the training's, name to value
 * @param blocks the files of the blocks, in their order
 */
record CheckpointJson(
    int round,
    int best,
    Map<String, String> identity,
    ObjectNode header,
    List<WrittenBytes> blocks) {

  /** Returns the text of the file. */
  String text() {
    ObjectNode content = Json.object();
    content.put("round", round).put("best_round", best);
    ObjectNode names = content.putObject("identity");
    identity.forEach(names::put);
    content.set("header", header);
    ArrayNode files = content.putArray("blocks");
    for (WrittenBytes block : blocks) {
      files.addObject().put("bytes", block.bytes()).put("sha256", block.sha256());
    }
    ObjectNode file = Json.object();
    file.put("sha256", ContentHash.ofText(content.toString())).set("content", content);
    return Json.pretty(file);
  }

  /**
   * Reads the text of a file.
   *
   * @throws IOException if the text is damaged
   */
  static CheckpointJson parse(String text) throws IOException {
    JsonNode file = json(text);
    JsonNode content = file.path("content");
    if (!ContentHash.ofText(content.toString()).equals(file.path("sha256").asText())) {
      throw new IOException("checksum mismatch");
    }
    Map<String, String> identity = new LinkedHashMap<>();
    content
        .get("identity")
        .properties()
        .forEach(e -> identity.put(e.getKey(), e.getValue().asText()));
    List<WrittenBytes> blocks = new ArrayList<>();
    for (JsonNode block : content.get("blocks")) {
      blocks.add(new WrittenBytes(block.get("bytes").asLong(), block.get("sha256").asText()));
    }
    return new CheckpointJson(
        content.get("round").asInt(),
        content.get("best_round").asInt(),
        identity,
        (ObjectNode) content.get("header"),
        blocks);
  }

  private static JsonNode json(String text) throws IOException {
    try {
      return Json.parse(text);
    } catch (UncheckedIOException e) {
      throw new IOException("not valid JSON", e);
    }
  }
}
