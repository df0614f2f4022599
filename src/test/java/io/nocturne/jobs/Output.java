package io.nocturne.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import io.nocturne.spark.store.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Reads the output of jobs as downstream programs would. */
final class Output {
  private Output() {}

  /** The live run of a root, as named by CURRENT. */
  static Path current(Path root) {
    return root.resolve(read(root.resolve("CURRENT")).strip());
  }

  /** The content of CURRENT and of all files below runs/, by name. */
  static Map<String, String> published(Path root) {
    Map<String, String> bytes = new TreeMap<>();
    for (Path top : List.of(root.resolve("CURRENT"), root.resolve("runs"))) {
      try (Stream<Path> files = Files.exists(top) ? Files.walk(top) : Stream.empty()) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          bytes.put(
              root.relativize(file).toString(), HexFormat.of().formatHex(Files.readAllBytes(file)));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return bytes;
  }

  /** The rows of a table of a run, in the order of its files. */
  static List<Row> table(Path run, String name) {
    return SparkSession.active().read().parquet(run.resolve(name).toString()).collectAsList();
  }

  /** The items of each user's list, best first. */
  static Map<Object, List<Object>> lists(Path run) {
    Map<Object, List<Object>> lists = new LinkedHashMap<>();
    for (Row row : table(run, "recommendations")) {
      List<Object> items = new ArrayList<>();
      for (Object entry : row.getList(row.fieldIndex("recommendations"))) {
        items.add(((Row) entry).get(0));
      }
      lists.put(row.getAs("user_id"), items);
    }
    return lists;
  }

  /** Each user's history as item=weight, oldest first. */
  static Map<Object, List<String>> histories(Path run) {
    Map<Integer, Object> items = new LinkedHashMap<>();
    table(run, "items").forEach(row -> items.put(row.getAs("item_index"), row.getAs("item_id")));
    Map<Object, List<String>> histories = new LinkedHashMap<>();
    for (Row row : table(run, "vectors")) {
      List<Integer> indices = row.getList(row.fieldIndex("items"));
      List<Float> weights = row.getList(row.fieldIndex("weights"));
      List<String> history = new ArrayList<>();
      for (int k = 0; k < indices.size(); k++) {
        history.add(items.get(indices.get(k)) + "=" + weights.get(k));
      }
      histories.put(row.getAs("user_id"), history);
    }
    return histories;
  }

  /** The content hash of each published table. */
  static Map<String, String> hashes(Path run) {
    Map<String, String> hashes = new TreeMap<>();
    json(run.resolve("manifest.json"))
        .path("tables")
        .properties()
        .forEach(table -> hashes.put(table.getKey(), table.getValue().path("sha256").asText()));
    return hashes;
  }

  static JsonNode json(Path file) {
    return Json.parse(read(file));
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
