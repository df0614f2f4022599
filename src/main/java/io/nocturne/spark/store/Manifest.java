package io.nocturne.spark.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.Path;

/**
 * The manifest of a run: {@code manifest.json} lists its tables with rows, bytes and content
 * hashes.
 */
public final class Manifest {
  /** The file's name. */
  public static final String FILE = "manifest.json";

  /** The length of the name of a run. */
  static final int ID_LENGTH = 12;

  private static final String REMEDY = "The next publication makes another run";

  private final JsonNode json;

  private Manifest(JsonNode json) {
    this.json = json;
  }

  /** Creates the manifest of a run in the making. */
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

  /**
   * Reads the manifest of a published run; empty if the run is missing or incomplete.
   *
   * @throws DamagedFileException if it cannot be read
   */
  public static Optional<Manifest> find(FileStore files, Path run) {
    Path file = new Path(run, FILE);
    try {
      JsonNode json = Json.read(files, file, REMEDY);
      if (!json.path("date").isTextual() || !json.path("tables").isObject()) {
        throw new DamagedFileException(file, "it lists no tables of a date", REMEDY, null);
      }
      return Optional.of(new Manifest(json));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file, e);
    }
  }

  /** Throws if a run lacks a table that the manifest lists. */
  void checkTables(FileStore files, Path run) {
    for (Map.Entry<String, JsonNode> table : json.path("tables").properties()) {
      Path folder = new Path(run, table.getKey());
      try {
        String found = TableInfo.read(files, folder).sha256();
        if (!found.equals(table.getValue().path("sha256").asText())) {
          throw new DamagedFileException(folder, "it is not what the manifest lists", REMEDY, null);
        }
      } catch (IOException e) {
        throw new DamagedFileException(folder, "it has no " + TableInfo.FILE, REMEDY, e);
      }
    }
  }

  void write(FileStore files, Path run) throws IOException {
    files.write(new Path(run, FILE), Json.pretty(json));
  }

  /** Throws if this is not the manifest that was written for the run. */
  void requireSame(Manifest written, Path run) {
    if (!json.toString().equals(written.json.toString())) {
      throw new DamagedFileException(
          new Path(run, FILE), "it is not what was written", REMEDY, null);
    }
  }

  /** Whether it has the figures that the gate compares. */
  boolean hasFigures() {
    JsonNode figures = json.path("figures");
    return figures.path("users").isNumber() && figures.path("items").isNumber();
  }

  /** The whole manifest. */
  public JsonNode json() {
    return json;
  }

  /**
   * Returns a name for the run: runs with the same content and configuration have the same name.
   */
  String id() {
    return ContentHash.ofText(json.toString()).substring(0, ID_LENGTH);
  }
}
