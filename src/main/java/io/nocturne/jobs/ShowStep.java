package io.nocturne.jobs;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.xxhash64;

import com.fasterxml.jackson.databind.JsonNode;
import io.nocturne.jobs.settings.MaterializeKeys;
import io.nocturne.spark.Rows;
import io.nocturne.spark.serve.Lists;
import io.nocturne.spark.store.TableStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
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
    Dataset<Row> users = isChosen ? someOfServed(tables, count) : some(tables, count);
    for (Row user : users.collectAsList()) {
      show(run, tables, user);
    }
    run.console().result("");
  }

  /** Users spread over the table, so that they do not all have the smallest ids. */
  private static Dataset<Row> some(TableStore tables, int count) {
    long every = Math.max(1, tables.info("users").rows() / count);
    return tables
        .read("vectors")
        .filter(col("user_index").mod(every).equalTo(every / 2))
        .orderBy("user_index")
        .limit(count);
  }

  /** The same of those who have a list. */
  private static Dataset<Row> someOfServed(TableStore tables, int count) {
    return tables
        .read("vectors")
        .join(Lists.read(tables).select("user_id"), new String[] {"user_id"}, "left_semi")
        .orderBy(xxhash64(col("user_id")), col("user_index"))
        .limit(count);
  }

  private static void show(RunContext run, TableStore tables, Row user) {
    Object id = user.get(user.fieldIndex("user_id"));
    int[] items = Rows.ints(user, "items");
    int[] last = Arrays.copyOfRange(items, Math.max(0, items.length - SHOWN), items.length);
    Dataset<Row> catalogue = tables.read("items");
    Map<Object, String> history =
        titles(catalogue.filter(col("item_index").isInCollection(boxed(last))), "item_index");
    Optional<Row> list =
        Lists.read(tables).filter(col("user_id").equalTo(id)).collectAsList().stream().findFirst();
    List<Row> first = list.map(ShowStep::best).orElse(List.of());
    List<Object> ids = first.stream().map(item -> item.get(0)).toList();
    Map<Object, String> recommended =
        titles(catalogue.filter(col("item_id").isInCollection(ids)), "item_id");
    Console console = run.console();
    console.result("");
    console.result("user %s, %d interactions, the last ones:".formatted(id, items.length));
    boxed(last).forEach(item -> console.result("    " + history.get(item)));
    console.result(
        list.map(row -> "  recommended (%s):".formatted(row.<String>getAs("tier")))
            .orElse("  recommended: nothing"));
    for (Row item : first) {
      console.result("    %s  %.3f".formatted(recommended.get(item.get(0)), item.getFloat(1)));
    }
  }

  private static List<Row> best(Row list) {
    List<Row> best = list.getList(list.fieldIndex("recommendations"));
    return best.subList(0, Math.min(SHOWN, best.size()));
  }

  private static List<Integer> boxed(int[] values) {
    return Arrays.stream(values).boxed().toList();
  }

  /** The titles of some items, by one of their columns; the id where there is no title. */
  private static Map<Object, String> titles(Dataset<Row> items, String key) {
    Map<Object, String> titles = new HashMap<>();
    for (Row item : items.select(key, "item_id", "title").collectAsList()) {
      titles.put(item.get(0), item.isNullAt(2) ? "item " + item.get(1) : item.getString(2));
    }
    return titles;
  }
}
