package io.nocturne.jobs;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.xxhash64;

import com.fasterxml.jackson.databind.JsonNode;
import io.nocturne.jobs.settings.MaterializeKeys;
import io.nocturne.spark.Rows;
import io.nocturne.spark.serve.Lists;
import io.nocturne.spark.store.TableStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;

/** Prints the result of the run: metrics compared with baselines, sizes, a few users. */
final class ShowStep implements Step {
  private static final int SHOWN = 5;

  @Override
  public String label() {
    return "show";
  }

  @Override
  public void run(RunContext run) {
    JsonNode report = run.report().json();
    showMetrics(run.console(), report);
    showSizes(run.console(), report);
    showSeconds(run.console(), report);
    run.console().result(BlasReport.line(report));
    showUsers(run);
    comparison(report).ifPresent(run::progress); // the last line of a nightly
  }

  private static Optional<String> comparison(JsonNode report) {
    return Optional.ofNullable(report.path(EvaluateStep.COMPARISON).textValue());
  }

  private static void showMetrics(Console console, JsonNode report) {
    if (report.path("metrics").isEmpty()) {
      return;
    }
    Map<String, JsonNode> columns = new LinkedHashMap<>();
    columns.put(report.path("model").path("recipe").asText(), report.path("metrics"));
    report.path("baselines").properties().forEach(b -> columns.put(b.getKey(), b.getValue()));
    columns.put("popularity", report.path("popularity"));
    console.result("");
    console.result(row("test", columns.keySet().stream()));
    for (Map.Entry<String, JsonNode> metric : report.path("metrics").properties()) {
      String name = metric.getKey();
      console.result(row(name, columns.values().stream().map(c -> figure(c.path(name)))));
    }
    comparison(report).ifPresent(sentence -> console.result(""));
    comparison(report).ifPresent(console::result);
  }

  private static String row(String name, Stream<String> cells) {
    return "%-16s".formatted(name) + cells.map(" %12s"::formatted).collect(Collectors.joining());
  }

  /** A cell of the metrics table; models that predict no ratings have no rmse or mae. */
  private static String figure(JsonNode value) {
    return value.isNumber() ? "%.4f".formatted(value.asDouble()) : "-";
  }

  private static void showSizes(Console console, JsonNode report) {
    JsonNode sizes = report.path("sizes");
    console.result("");
    console.result(
        "%,d rows (%,d bad), %,d users, %,d items, %,d interactions, %,d lists"
            .formatted(
                sizes.path("rows").asLong(),
                sizes.path("bad_rows").asLong(),
                sizes.path("users").asLong(),
                sizes.path("items").asLong(),
                sizes.path("interactions").asLong(),
                report.path("lists").asLong()));
  }

  private static void showSeconds(Console console, JsonNode report) {
    List<String> shown = new ArrayList<>();
    report
        .path("seconds")
        .properties()
        .forEach(step -> shown.add("%s %.1f".formatted(step.getKey(), step.getValue().asDouble())));
    console.result("seconds: " + String.join(", ", shown));
  }

  private static void showUsers(RunContext run) {
    int count = run.settings().configuration().integer("show-users");
    if (count == 0) {
      return;
    }
    TableStore tables = run.tables();
    boolean isChosen = run.settings().lists().sources().containsKey(MaterializeKeys.USERS);
    for (Object[] user : isChosen ? someOfServed(tables, count) : some(tables, count)) {
      show(run, tables, user[0], (int[]) user[1]);
    }
    run.console().result("");
  }

  /** Users spread over the table, so that they do not all have the smallest ids. */
  private static List<Object[]> some(TableStore tables, int count) {
    int users = Math.toIntExact(tables.info("users").rows());
    int every = Math.max(1, users / count);
    List<Object[]> some = new ArrayList<>();
    for (int user = every / 2; user < users && some.size() < count; user += every) {
      some.addAll(tables.rows("vectors", "user_id", "items").where("user_index", user));
    }
    return some;
  }

  /** The same of those who have a list. */
  private static List<Object[]> someOfServed(TableStore tables, int count) {
    List<Row> users =
        tables
            .read("vectors")
            .join(
                tables.read("recommendations").select("user_id"),
                new String[] {"user_id"},
                "left_semi")
            .orderBy(xxhash64(col("user_id")), col("user_index"))
            .select("user_id", "items")
            .limit(count)
            .collectAsList();
    return users.stream().map(row -> new Object[] {row.get(0), Rows.ints(row, "items")}).toList();
  }

  private static void show(RunContext run, TableStore tables, Object id, int[] items) {
    Console console = run.console();
    console.result("");
    console.result("user %s, %d interactions, the last ones:".formatted(id, items.length));
    for (int k = Math.max(0, items.length - SHOWN); k < items.length; k++) {
      console.result("    " + title(tables, "item_index", items[k]));
    }
    Lists.OfUser list = Lists.of(tables, id);
    boolean isEmpty = list.itemIds().isEmpty();
    console.result(
        isEmpty ? "  recommended: nothing" : "  recommended (%s):".formatted(list.tier()));
    for (int k = 0; k < Math.min(SHOWN, list.itemIds().size()); k++) {
      String title = title(tables, "item_id", list.itemIds().get(k));
      console.result("    %s  %.3f".formatted(title, list.scores().get(k)));
    }
  }

  /** The title of an item, by one of its columns; the id where there is no title. */
  private static String title(TableStore tables, String column, Object value) {
    Object[] item = tables.rows("items", "item_id", "title").where(column, value).get(0);
    return item[1] == null ? "item " + item[0] : (String) item[1];
  }
}
