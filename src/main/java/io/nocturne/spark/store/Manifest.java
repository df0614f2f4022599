package io.nocturne.spark.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.List;
import org.apache.hadoop.fs.Path;

/** What a run holds: {@code manifest.json} lists its tables with rows, bytes and content hashes. */
public final class Manifest {
  /** The file's name. */
  public static final String FILE = "manifest.json";

  private final JsonNode json;

  private Manifest(JsonNode json) {
    this.json = json;
  }

  /** Of a run in the making. */
  static Manifest of(LocalDate date, TableStore tables, List<String> names, ObjectNode about) {
    ObjectNode json = Json.object();
    json.put("date", date.toString());
    json.setAll(about);
    ObjectNode listed = json.putObject("tables");
    for (String name : names) {
      ObjectNode table = tables.info(name).toJson();
      table.remove("made_from");
      listed.set(name, table);
    }
    return new Manifest(json);
  }

  /** Of a published run. */
  public static Manifest read(FileStore files, Path run) {
    try {
      return new Manifest(Json.parse(files.read(new Path(run, FILE))));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the manifest of " + run, e);
    }
  }

  void write(FileStore files, Path run) throws IOException {
    files.write(new Path(run, FILE), Json.pretty(json));
  }

  /** All of it. */
  public JsonNode json() {
    return json;
  }

  /** A name for the run: runs with the same content and configuration have the same one. */
  String id() {
    return ContentHash.ofText(json.toString()).substring(0, 12);
  }
}
