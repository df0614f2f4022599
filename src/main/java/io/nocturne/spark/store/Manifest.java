package io.nocturne.spark.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.Path;

/** What a run holds: {@code manifest.json} lists its tables with rows, bytes and content hashes. */
public final class Manifest {
  /** The file's name. */
  public static final String FILE = "manifest.json";

  /** How long the name of a run is. */
  static final int ID_LENGTH = 12;

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

  /** Of a published run; none when the run is not there or not whole. */
  public static Optional<Manifest> find(FileStore files, Path run) {
    Path file = new Path(run, FILE);
    try {
      return Optional.of(new Manifest(Json.parse(files.read(file))));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file, e);
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
    return ContentHash.ofText(json.toString()).substring(0, ID_LENGTH);
  }
}
