package io.nocturne.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.nocturne.spark.store.Json;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;

/**
 * The figures of a job: the last line on stdout, and {@code report.json} in the run. A signal may
 * end the job, and so write the report, while another thread is at it.
 */
final class Report {
  static final String FILE = "report.json";

  private final ObjectNode json = Json.object();
  private UnaryOperator<String> mask = UnaryOperator.identity();
  private Path folder;

  Report(String command) {
    json.put("command", command);
    json.put("status", 0);
  }

  /** Sets a mask that is applied to each text from now on. */
  synchronized void mask(UnaryOperator<String> by) {
    mask = by;
  }

  /** The run whose report this is, or null for none. */
  synchronized void writeTo(Path runFolder) {
    this.folder = runFolder;
  }

  /** Adds a figure, or several under one name. */
  synchronized void put(String name, Object value) {
    json.set(name, Json.of(value));
  }

  /** Adds each of the figures under its name. */
  void putAll(Map<String, Object> figures) {
    figures.forEach(this::put);
  }

  synchronized void seconds(String step, double seconds) {
    ObjectNode all = json.withObject("/seconds");
    all.put(step, Math.round(seconds * 1000) / 1000.0);
  }

  /** Records that the job failed. */
  synchronized void failed(int status, String error) {
    json.put("status", status);
    json.put("error", error);
  }

  /** The figures so far. */
  synchronized ObjectNode json() {
    return json.deepCopy();
  }

  /** The report as JSON on one line. */
  synchronized String line() {
    return Printable.of(masked(json).toString());
  }

  /** The report as JSON on several lines, each ended by a line break. */
  synchronized String text() {
    return Json.pretty(masked(json))
        .lines()
        .map(line -> Printable.of(line) + "\n")
        .collect(Collectors.joining());
  }

  /** The path of the report in the run, if the job has a run. */
  synchronized Optional<Path> file() {
    return Optional.ofNullable(folder).map(run -> new Path(run, FILE));
  }

  private JsonNode masked(JsonNode node) {
    if (node.isTextual()) {
      return TextNode.valueOf(mask.apply(node.asText()));
    }
    if (node instanceof ArrayNode array) {
      ArrayNode copy = array.arrayNode(array.size());
      array.forEach(entry -> copy.add(masked(entry)));
      return copy;
    }
    if (node instanceof ObjectNode object) {
      ObjectNode copy = object.objectNode();
      object.properties().forEach(entry -> copy.set(entry.getKey(), masked(entry.getValue())));
      return copy;
    }
    return node;
  }
}
