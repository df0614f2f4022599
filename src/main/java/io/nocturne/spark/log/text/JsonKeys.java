package io.nocturne.spark.log.text;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.nocturne.spark.log.file.RawRow;
import io.nocturne.spark.log.id.IdColumn;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Counts the rows of each json file by key: a json file has no header with the names. */
final class JsonKeys implements Serializable {
  private static final long serialVersionUID = 1;

  /** A file with more keys than this uses ids as keys, and is not a log. */
  private static final int MOST_KEYS = 10_000;

  /** By the files' sources, and then by the keys. */
  private final Map<String, TreeMap<String, Long>> counts = new LinkedHashMap<>();

  private long rows;

  static Iterator<JsonKeys> count(Iterator<RawRow> rows) {
    JsonKeys keys = new JsonKeys();
    rows.forEachRemaining(keys::add);
    return List.of(keys).iterator();
  }

  private void add(RawRow row) {
    if (row.malformed() != null) {
      return;
    }
    rows++;
    TreeMap<String, Long> ofFile = counts.computeIfAbsent(row.source(), file -> new TreeMap<>());
    for (String key : keys(row.text())) {
      if (ofFile.size() < MOST_KEYS || ofFile.containsKey(key)) {
        ofFile.merge(key, 1L, Long::sum);
      }
    }
  }

  private static Set<String> keys(String line) {
    Set<String> keys = new HashSet<>();
    try (JsonParser json = JsonCutter.parser(line)) {
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        keys.add(json.currentName());
        json.nextToken();
        json.skipChildren();
      }
      return keys;
    } catch (IOException e) {
      throw new IllegalStateException("A row that was cut before: " + line, e);
    }
  }

  static JsonKeys merged(List<JsonKeys> all) {
    JsonKeys merged = new JsonKeys();
    for (JsonKeys keys : all) {
      merged.rows += keys.rows;
      keys.counts.forEach(
          (file, ofFile) ->
              ofFile.forEach(
                  (key, count) ->
                      merged
                          .counts
                          .computeIfAbsent(file, name -> new TreeMap<>())
                          .merge(key, count, Long::sum)));
    }
    return merged;
  }

  /** Returns the keys of a file; of keys that differ only in case, the most frequent. */
  List<String> names(String source) {
    TreeMap<String, Long> ofFile = counts.getOrDefault(source, new TreeMap<>());
    Map<String, String> spellings = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    ofFile.forEach(
        (key, count) -> spellings.merge(key, key, (a, b) -> ofFile.get(b) > ofFile.get(a) ? b : a));
    return new ArrayList<>(spellings.values());
  }

  /** Returns the number of rows with a key, whatever its case. */
  long rowsWith(String name) {
    return counts.values().stream()
        .flatMap(ofFile -> ofFile.entrySet().stream())
        .filter(entry -> entry.getKey().equalsIgnoreCase(name))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  /** Whether too few rows have the key for it to be a column of the log. */
  boolean isRare(String name) {
    return rowsWith(name) < IdColumn.FEW * rows;
  }

  long rows() {
    return rows;
  }
}
