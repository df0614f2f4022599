package io.nocturne.jobs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nocturne.spark.store.FileStore;
import io.nocturne.spark.store.Json;
import java.io.IOException;
import java.util.Map;
import org.apache.hadoop.fs.Path;

/** The figures of a job: the last line on stdout, and {@code report.json} in the run. */
final class Report {
  static final String FILE = "report.json";

  private final ObjectNode json = Json.object();
  private Path folder;

  Report(String command) {
    json.put("command", command);
    json.put("status", 0);
  }

  /** Where the report is written at the end. */
  void writeTo(Path runFolder) {
    this.folder = runFolder;
  }

  /** A figure, or several under one name. */
  void put(String name, Object value) {
    json.set(name, Json.of(value));
  }

  /** Each of the figures under its own name. */
  void putAll(Map<String, Object> figures) {
    figures.forEach(this::put);
  }

  void seconds(String step, double seconds) {
    ObjectNode all = json.withObject("/seconds");
    all.put(step, Math.round(seconds * 1000) / 1000.0);
  }

  /** How the job ended, if not well. */
  void failed(int status, String error) {
    json.put("status", status);
    json.put("error", error);
  }

  ObjectNode json() {
    return json;
  }

  /** On one line. */
  String line() {
    return json.toString();
  }

  /** Writes the report into the run, if the job came as far as to have one. */
  void write(FileStore files) throws IOException {
    if (folder != null) {
      files.write(new Path(folder, FILE), Json.pretty(json));
    }
  }
}
