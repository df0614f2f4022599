package io.nocturne.spark.prepare;

import io.nocturne.spark.Rows;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;

/**
 * The tables of a preparation as lines: what each user is known by, has seen, is trained on, and is
 * measured by, such as {@code test ann: A C:2 -> B ?:3}. A weight of 1 is not written; a question
 * mark is an item outside the catalogue. Then the counts that are not 0.
 */
final class TableText {
  private static final List<String> COUNTS =
      List.of(
          "targets_already_known",
          "targets_outside_catalogue",
          "users_too_short_to_split",
          "held_out_users_without_targets",
          "cut_users",
          "tied_users");

  private TableText() {}

  static List<String> of(PreparedRows prepared) {
    List<String> items = prepared.items();
    List<String> lines = new ArrayList<>();
    lines.add("items: " + String.join(" ", items));
    lines.add("users: " + String.join(" ", prepared.users()));
    List<Row> histories = prepared.rows("histories", "row");
    Map<Integer, String> trained = new TreeMap<>();
    for (Row row : histories) {
      String user = row.getAs("user_id");
      lines.add("known %s: %s".formatted(user, weighted(items, row, "items", "weights")));
      lines.add(
          "seen %s: %s"
              .formatted(
                  user,
                  IntStream.of(Rows.ints(row, "seen"))
                      .mapToObj(items::get)
                      .collect(Collectors.joining(" "))));
      trained.put(row.getAs("trained_row"), user);
    }
    for (Row row : prepared.rows("training", "row")) {
      lines.add(
          "training %s: %s"
              .formatted(
                  trained.get(row.<Integer>getAs("row")),
                  weighted(items, row, "items", "weights")));
    }
    prepared.rows("evaluation", "row").stream()
        .map(row -> evaluation(items, row))
        .sorted()
        .forEach(lines::add);
    for (String count : COUNTS) {
      if (prepared.figure(count) != 0) {
        lines.add("%s = %d".formatted(count, prepared.figure(count)));
      }
    }
    return lines.stream().map(String::strip).toList();
  }

  private static String evaluation(List<String> items, Row row) {
    Stream<String> unknown =
        IntStream.range(0, Rows.floats(row, "unknown_weights").length)
            .mapToObj(k -> weighted("?", Rows.floats(row, "unknown_weights")[k]));
    return "%s %s: %s -> %s %s"
        .formatted(
            row.getAs("part"),
            row.getAs("user_id"),
            weighted(items, row, "items", "weights"),
            weighted(items, row, "held_out", "held_out_weights"),
            unknown.collect(Collectors.joining(" ")));
  }

  private static String weighted(List<String> ids, Row row, String items, String weights) {
    int[] indices = Rows.ints(row, items);
    float[] values = Rows.floats(row, weights);
    return IntStream.range(0, indices.length)
        .mapToObj(k -> weighted(ids.get(indices[k]), values[k]))
        .collect(Collectors.joining(" "));
  }

  private static String weighted(String item, float weight) {
    return weight == 1 ? item : "%s:%s".formatted(item, Float.toString(weight).replace(".0", ""));
  }
}
