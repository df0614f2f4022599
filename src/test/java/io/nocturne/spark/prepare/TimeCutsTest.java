package io.nocturne.spark.prepare;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.math.SplitMix64;
import io.nocturne.model.History;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** {@link LastDays} and {@link LastOut} against the same said slowly, with lists and maps. */
class TimeCutsTest {
  private static final long DAY = 86_400;
  private static final int DAYS = 40;
  private static final long[] KEYS = LongStream.range(0, 12).map(item -> 7 * item).toArray();
  private static final Draws DRAWS = new Draws(42);

  private final SplitMix64 random = new SplitMix64(3);
  private SplitKind kind;
  private boolean validation;
  private PrepareSettings settings;
  private int measured;

  /** A row of the log; times are few, so that there are ties and repeats. */
  private record Logged(int item, long time, Long order, double rating) {}

  private List<Logged> rows(boolean ordered) {
    List<Logged> rows = new ArrayList<>();
    int size = 1 + random.nextInt(24);
    for (int k = 0; k < size; k++) {
      rows.add(
          new Logged(
              random.nextInt(12),
              DAY * random.nextInt(DAYS),
              ordered ? (long) random.nextInt(5) : null,
              1 + random.nextInt(5)));
    }
    return rows;
  }

  private UserLog log(String user, List<Logged> logged) {
    SplitSettings split =
        new SplitSettings(
            kind, .1, .1, validation, 8, DAYS * DAY, 42, new GivenSplit("", "", "", ""));
    List<TestRow> rows =
        logged.stream()
            .map(
                row -> new TestRow(user, Part.LOG, row.item, null, row.time, row.rating, row.order))
            .toList();
    return new UserLogs(TestRow.byUser(rows), settings, split, KEYS).next();
  }

  /** In the order that the documentation promises. */
  private static List<Logged> sorted(String user, List<Logged> rows) {
    return rows.stream()
        .sorted(
            Comparator.comparingLong(Logged::time)
                .thenComparing(row -> row.order == null ? 0 : row.order)
                .thenComparing(row -> DRAWS.tie(Draws.key(user), KEYS[row.item]))
                .thenComparing(Logged::rating))
        .toList();
  }

  /** Item to rating, in the order of the last rows. */
  private Map<Integer, Double> merged(List<Logged> rows) {
    Map<Integer, List<Double>> ratings = new LinkedHashMap<>();
    for (Logged row : rows) {
      List<Double> before = ratings.containsKey(row.item) ? ratings.remove(row.item) : List.of();
      List<Double> all = new ArrayList<>(before);
      all.add(row.rating);
      ratings.put(row.item, all);
    }
    Map<Integer, Double> merged = new LinkedHashMap<>();
    ratings.forEach(
        (item, all) -> {
          double rating =
              switch (settings.duplicates()) {
                case LAST -> all.get(all.size() - 1);
                case MAX -> all.stream().mapToDouble(r -> r).max().orElseThrow();
                case SUM -> all.stream().mapToDouble(r -> r).sum();
                case COUNT -> all.size();
              };
          if (rating >= settings.minRating()) {
            merged.put(item, rating);
          }
        });
    return merged;
  }

  private Map<Integer, Double> history(List<Logged> rows) {
    List<Map.Entry<Integer, Double>> all = new ArrayList<>(merged(rows).entrySet());
    Map<Integer, Double> newest = new LinkedHashMap<>();
    int from = settings.maxHistory() > 0 ? Math.max(0, all.size() - settings.maxHistory()) : 0;
    all.subList(from, all.size()).forEach(entry -> newest.put(entry.getKey(), entry.getValue()));
    return newest;
  }

  /** Those of {@code side} that are new after {@code before}. */
  private Map<Integer, Double> fresh(List<Logged> side, List<Logged> before) {
    Map<Integer, Double> fresh = merged(side);
    Set<Integer> met = new HashSet<>();
    before.forEach(row -> met.add(row.item));
    fresh.keySet().removeAll(met);
    return fresh;
  }

  private static void assertSame(Map<Integer, Double> expected, History actual, String message) {
    assertArrayEquals(
        expected.keySet().stream().mapToInt(item -> item).toArray(), actual.items(), message);
    int k = 0;
    for (double weight : expected.values()) {
      assertEquals((float) weight, actual.weights()[k++], message);
    }
  }

  private void assertPart(
      Map<Integer, Double> targets, Map<Integer, Double> foldIn, HeldOut actual, String message) {
    assertSame(foldIn, actual.foldIn(), message);
    assertSame(new TreeMap<>(targets), actual.targets().byItem(), message);
    measured += targets.isEmpty() ? 0 : 1;
  }

  private static List<Logged> where(List<Logged> rows, Predicate<Logged> wanted) {
    return rows.stream().filter(wanted).toList();
  }

  private void checkLastDays(List<Logged> sorted, UserLog log, String message) {
    long test = (DAYS - 8) * DAY;
    long from = validation ? test - 8 * DAY : test;
    List<Logged> past = where(sorted, row -> row.time < from);
    List<Logged> beforeTest = where(sorted, row -> row.time < test);
    List<Logged> middle = where(beforeTest, row -> row.time >= from);
    List<Logged> last = where(sorted, row -> row.time >= test);
    assertSame(history(past), log.sides().training(), message);
    if (merged(middle).isEmpty()) {
      assertNull(log.sides().validation(), message);
    } else {
      assertPart(fresh(middle, past), history(past), log.sides().validation(), message);
      assertEquals(
          merged(middle).size() - fresh(middle, past).size(),
          log.sides().validation().alreadyKnown());
    }
    if (merged(last).isEmpty()) {
      assertNull(log.sides().test(), message);
    } else {
      assertPart(fresh(last, beforeTest), history(beforeTest), log.sides().test(), message);
    }
  }

  /** Where the item that was met last begins: the largest first place; -1 for none. */
  private int lastMet(List<Logged> rows) {
    Set<Integer> met = new HashSet<>();
    int at = -1;
    for (int k = 0; k < rows.size(); k++) {
      if (met.add(rows.get(k).item) && merged(rows).containsKey(rows.get(k).item)) {
        at = k;
      }
    }
    return at;
  }

  private void checkLastOut(List<Logged> sorted, UserLog log, String message) {
    int test = lastMet(sorted);
    List<Logged> before = sorted.subList(0, Math.max(test, 0));
    int last = validation && test >= 0 ? lastMet(before) : test;
    List<Logged> past = sorted.subList(0, Math.max(last, 0));
    if (history(past).isEmpty()) {
      assertTrue(log.sides().isTooShort(), message);
      assertSame(history(sorted), log.sides().training(), message);
      return;
    }
    assertSame(history(past), log.sides().training(), message);
    Map<Integer, Double> target = fresh(sorted.subList(test, sorted.size()), before);
    target.keySet().retainAll(Set.of(sorted.get(test).item));
    assertPart(target, history(before), log.sides().test(), message);
    assertEquals(1, target.size());
    if (validation) {
      target = fresh(before.subList(last, before.size()), past);
      target.keySet().retainAll(Set.of(before.get(last).item));
      assertPart(target, history(past), log.sides().validation(), message);
    }
  }

  @Test
  void eachSideIsMergedByItself() {
    for (int round = 0; round < 2_000; round++) {
      kind = round % 2 == 0 ? SplitKind.TEMPORAL : SplitKind.LEAVE_LAST_OUT;
      validation = random.nextInt(2) == 0;
      settings =
          new PrepareSettings(
              Duplicates.values()[random.nextInt(4)],
              random.nextInt(2) == 0 ? Double.NEGATIVE_INFINITY : 3,
              false,
              1,
              1,
              random.nextInt(3) == 0 ? 4 : 0,
              0);
      String user = "u" + round;
      List<Logged> rows = rows(random.nextInt(2) == 0);
      UserLog log = log(user, rows);
      String message = kind + " " + validation + " " + settings + " " + sorted(user, rows);
      assertSame(history(sorted(user, rows)), log.known(), message);
      if (kind == SplitKind.TEMPORAL) {
        checkLastDays(sorted(user, rows), log, message);
      } else {
        checkLastOut(sorted(user, rows), log, message);
      }
    }
    assertTrue(measured > 1_000, "many are measured: " + measured);
  }
}
