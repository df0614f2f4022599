package io.nocturne.spark.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.math.SplitMix64;
import io.nocturne.model.metric.AveragePopularity;
import io.nocturne.model.metric.Gini;
import io.nocturne.model.metric.MetricList;
import io.nocturne.model.metric.PoissonBootstrap;
import io.nocturne.model.metric.RatingScale;
import io.nocturne.spark.prepare.GivenSplit;
import io.nocturne.spark.prepare.PrepareCase;
import io.nocturne.spark.prepare.Prepared;
import io.nocturne.spark.prepare.SplitKind;
import io.nocturne.spark.train.rows.ItemCounts;
import io.nocturne.spark.train.rows.TrainingRows;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against an evaluation written out here, over sets and lists. */
class EvaluationTest {
  private static final List<String> NAMES =
      List.of(
          "recall@5",
          "recall-all@5",
          "precision@5",
          "coverage@3",
          "ndcg@10",
          "map@10",
          "mrr@10",
          "hit-rate@2",
          "recall@100");

  private static final List<String> PER_USER =
      NAMES.stream().filter(name -> !name.startsWith("coverage")).toList();

  private static final RatingScale UNUSED = new RatingScale(1, 5, 3);

  @TempDir static Path folder;
  private static Prepared prepared;
  private static float[] popularity;
  private static PlainModel plain;
  private static BroadcastModel model;

  /**
   * The test users' files name users without any training, and items met in training (no targets).
   */
  @BeforeAll
  static void prepare() {
    PrepareCase preparation = PrepareCase.random(folder, 60, 20, .25);
    SplitMix64 random = new SplitMix64(8);
    List<String> heldOut = new ArrayList<>(List.of("user,item,rating,timestamp"));
    for (String user : users()) {
      for (int item = 0; item < 20; item++) {
        if (random.nextDouble() < .15) {
          heldOut.add(user + ",i" + item + ",1,1795000000");
        }
      }
    }
    String file = preparation.log.write("test.csv", heldOut).toString();
    preparation.split = SplitKind.GIVEN;
    preparation.given = new GivenSplit(file, "", "", "");
    prepared = preparation.run();
    popularity = ItemCounts.of(TrainingRows.of(prepared.tables()));
    plain = new PlainModel(3, popularity);
    model = plain.broadcast();
  }

  private static List<String> users() {
    List<String> users = new ArrayList<>();
    for (int user = 0; user < 40; user++) {
      users.add(user % 8 == 0 ? "new" + user : "u" + user);
    }
    return users;
  }

  @AfterAll
  static void destroy() {
    model.destroy();
  }

  private static Evaluation evaluation(String part) {
    return evaluation(part, MetricList.parse(NAMES));
  }

  private static Evaluation evaluation(String part, MetricList metrics) {
    return new Evaluation(prepared.tables(), part, metrics, UNUSED, new PoissonBootstrap(42, 200));
  }

  /** Each user's list by the model or by popularity. */
  private static Map<Row, List<Integer>> lists(boolean byPopularity) {
    Map<Row, List<Integer>> lists = new LinkedHashMap<>();
    for (Row user : prepared.rows("evaluation", "row")) {
      List<Integer> foldIn = user.getList(user.fieldIndex("items"));
      List<Integer> history = byPopularity ? List.of() : foldIn;
      lists.put(user, plain.ranked(history, new HashSet<>(foldIn)));
    }
    return lists;
  }

  private static Map<String, Double> expected(boolean byPopularity) {
    Map<String, Double> sums = new HashMap<>();
    Set<Integer> shown = new HashSet<>();
    Map<Row, List<Integer>> lists = lists(byPopularity);
    lists.forEach(
        (user, list) -> {
          for (String name : PER_USER) {
            sums.merge(name, metric(name, list, targets(user)), Double::sum);
          }
          shown.addAll(list.subList(0, Math.min(3, list.size())));
        });
    sums.replaceAll((name, sum) -> sum / lists.size());
    sums.put("coverage@3", (double) shown.size() / popularity.length);
    return sums;
  }

  private static Set<Integer> targets(Row user) {
    return new HashSet<>(user.<Integer>getList(user.fieldIndex("held_out")));
  }

  private static double metric(String name, List<Integer> whole, Set<Integer> targets) {
    int k = Integer.parseInt(name.substring(name.indexOf('@') + 1));
    List<Integer> list = whole.subList(0, Math.min(k, whole.size()));
    List<Integer> ranks = new ArrayList<>(); // of the hits, from 1
    for (int item : list) {
      if (targets.contains(item)) {
        ranks.add(list.indexOf(item) + 1);
      }
    }
    double hits = ranks.size();
    int most = Math.min(k, targets.size());
    return switch (name.substring(0, name.indexOf('@'))) {
      case "recall" -> hits / most;
      case "recall-all" -> hits / targets.size();
      case "precision" -> hits / k;
      case "hit-rate" -> hits > 0 ? 1 : 0;
      case "mrr" -> hits > 0 ? 1.0 / ranks.get(0) : 0;
      case "ndcg" -> {
        double gain = ranks.stream().mapToDouble(EvaluationTest::discount).sum();
        double ideal = 0;
        for (int rank = 1; rank <= most; rank++) {
          ideal += discount(rank);
        }
        yield gain / ideal;
      }
      case "map" -> {
        double sum = 0;
        for (int hit = 0; hit < ranks.size(); hit++) {
          sum += (hit + 1.0) / ranks.get(hit);
        }
        yield sum / most;
      }
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static double discount(int rank) {
    return Math.log(2) / Math.log(rank + 1.0);
  }

  @Test
  void theDataAreWorthMeasuring() {
    List<Row> users = prepared.rows("evaluation", "row");
    assertTrue(users.size() > 30);
    assertTrue(users.stream().anyMatch(u -> u.getList(u.fieldIndex("items")).isEmpty()));
    expected(false)
        .forEach((name, value) -> assertTrue(value > .02 && value <= 1, name + " " + value));
  }

  @Test
  void everyMetricOfTheModelAndOfPopularity() {
    List<Row> rows = new ArrayList<>();
    BroadcastModel popular = plain.broadcastPopularity();
    try (Evaluation test = evaluation("test")) {
      rows.addAll(test.measure(model));
      rows.addAll(test.measure(popular));
    } finally {
      popular.destroy();
    }
    long users = prepared.tables().info("evaluation").rows();
    assertEquals(2 * NAMES.size(), rows.size());
    for (Row row : rows) {
      boolean byPopularity = rows.indexOf(row) >= NAMES.size();
      assertEquals(byPopularity ? "popularity" : "ease", row.getString(0));
      double value = expected(byPopularity).get(row.getString(1));
      assertEquals(value, row.getDouble(2), 1e-12, row.toString());
      assertEquals(users, row.getLong(5));
      if (row.getString(1).startsWith("coverage")) {
        assertNull(row.get(3));
        assertNull(row.get(4));
      } else {
        assertTrue(row.getDouble(3) <= value && value <= row.getDouble(4), row.toString());
        // a list of all items finds everything: 1 for every user
        assertEquals(row.getString(1).equals("recall@100"), value == 1, row.toString());
        assertTrue(value == 1 || row.getDouble(3) < row.getDouble(4), "the interval has a width");
      }
    }
  }

  @Test
  void everyUserHasEveryMetric() {
    try (Evaluation test = evaluation("test")) {
      assertEquals(test.measure(model), test.measureEach(model, "made from"));
    }
    List<Row> rows = prepared.tables().read("user_metrics").collectAsList();
    List<String> expected = new ArrayList<>();
    List<String> actual = new ArrayList<>();
    lists(false)
        .forEach(
            (user, list) -> {
              for (String name : PER_USER) {
                double value = metric(name, list, targets(user));
                expected.add("%s %s %.12f".formatted(user.getAs("user_id"), name, value));
              }
            });
    for (Row row : rows) {
      actual.add("%s %s %.12f".formatted(row.getString(0), row.getString(1), row.getDouble(2)));
    }
    assertEquals(expected, actual, "users in their order, metrics in the order asked for");
  }

  /** Each is one class: one in user_metrics and with an interval, one over all lists. */
  @Test
  void aMetricThatNoOtherClassKnows() {
    AveragePopularity average = new AveragePopularity(4);
    MetricList metrics = MetricList.of(List.of(new Gini(4), average));
    List<Row> rows;
    try (Evaluation test = evaluation("test", metrics);
        MeanMetric mean = MeanMetric.of(prepared.tables(), "test", average, UNUSED)) {
      rows = test.measureEach(model, "made from");
      assertEquals(rows.get(0).getDouble(2), mean.of(model), 1e-12, "training can stop by it");
    }
    int[] counts = new int[popularity.length];
    List<Double> expected = new ArrayList<>();
    for (List<Integer> list : lists(false).values()) {
      List<Integer> top = list.subList(0, 4);
      top.forEach(item -> counts[item]++);
      expected.add(top.stream().mapToDouble(item -> popularity[item]).average().orElseThrow());
    }
    List<Row> ofUsers = prepared.tables().read("user_metrics").collectAsList();
    assertEquals(expected, ofUsers.stream().map(row -> row.getDouble(2)).toList());
    assertEquals("average-popularity@4", ofUsers.get(0).getString(1));
    double value = expected.stream().mapToDouble(x -> x).average().orElseThrow();
    assertEquals(value, rows.get(0).getDouble(2), 1e-12);
    assertTrue(rows.get(0).getDouble(3) < value && value < rows.get(0).getDouble(4));
    assertEquals("gini@4", rows.get(1).getString(1));
    assertEquals(gini(counts), rows.get(1).getDouble(2), 1e-12);
    assertTrue(rows.get(1).isNullAt(3));
  }

  /** As it is defined: the mean difference of all pairs, over twice the mean. */
  private static double gini(int[] counts) {
    double differences = 0;
    double sum = 0;
    for (int one : counts) {
      for (int other : counts) {
        differences += Math.abs(one - other);
      }
      sum += one;
    }
    return differences / (2 * counts.length * sum);
  }

  @Test
  void nobodyHeldOutIsNoRows() {
    try (Evaluation validation = evaluation("validation")) {
      assertEquals(0, validation.users());
      assertEquals(List.of(), validation.measure(model));
      assertEquals(List.of(), validation.measureEach(model, "made from"));
    }
  }

  @Test
  void measuringAgainGivesTheSameBits() {
    try (Evaluation test = evaluation("test");
        Evaluation again = evaluation("test")) {
      assertEquals(test.measure(model), again.measure(model));
    }
  }
}
