package io.nocturne.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.jobs.ListRun.Item;
import io.nocturne.spark.store.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lists that restrictions leave, each alone and all together, and their counts. */
class RestrictedListsTest {
  @TempDir static Path temp;

  private static ListRun run;

  @BeforeAll
  static void rankEverything() {
    run = new ListRun(temp);
  }

  /** Of one taste, so that some users have seen all that is allowed. */
  private static final Set<String> ALLOWED = new TreeSet<>(Set.of("i10", "i12", "i14"));

  private static Path items(Collection<String> ids) {
    return run.csv("allowed.csv", "item\n" + String.join("\n", ids));
  }

  @Test
  void withoutRestrictionsNothingIsReadOrReported() {
    JobRun job = run.materialize().done().says("24 lists\n");
    assertEquals(run.plainHash(), run.hash());
    assertFalse(job.report().has("restrictions"));
    assertFalse(Files.exists(run.work().resolve("served")));
    assertFalse(Files.exists(run.work().resolve("allowed_items")));
  }

  @Test
  void allowedItems() {
    List<String> ids = new ArrayList<>(ALLOWED);
    ids.addAll(List.of("x1", "x2", "i10")); // unknown ones, and one twice
    JobRun job =
        run.materialize("materialize.allowed-items=" + items(ids))
            .done()
            .says("materialize.allowed-items: 3 of 12 items; 2 unknown, such as x1");
    Map<String, List<Item>> expected =
        run.expected(user -> true, item -> ALLOWED.contains(item.id()), Set.of());
    assertTrue(expected.values().stream().anyMatch(List::isEmpty));
    ListRun.assertLists(expected, run.lists());
    ListRun.assertGaps(expected, job);
    assertEquals(
        Json.parse("{\"rows\":6,\"bad_rows\":0,\"known\":3,\"unknown\":2}"),
        job.report().path("restrictions").path("allowed_items"));
  }

  @Test
  void users() {
    Path table = run.csv("users.csv", "user_id", "u15", "u12", "nobody", "u33", "u12");
    JobRun job =
        run.materialize("materialize.users=" + table)
            .done()
            .says("materialize.users: 3 of 24 users; 1 unknown, such as nobody");
    Map<String, List<Item>> expected =
        run.expected(Set.of("u12", "u15", "u33")::contains, item -> true, Set.of());
    ListRun.assertLists(expected, run.lists());
    ListRun.assertGaps(expected, job);
  }

  private static final Set<String> BLOCKED =
      Set.of("u10,i18", "u10,i20", "u11,i11", "u12,i12", "u12,i16");

  private static Path blocked() {
    List<String> lines = new ArrayList<>(List.of("user,item"));
    lines.addAll(new TreeSet<>(BLOCKED));
    lines.addAll(List.of("u10,x1", "u99,i10", "u98,x1", "u10,i18"));
    return run.csv("blocked.csv", lines.toArray(String[]::new));
  }

  @Test
  void blockedPairs() {
    JobRun job =
        run.materialize("materialize.blocked=" + blocked())
            .done()
            .says("materialize.blocked: 5 pairs; 3 unknown, such as u10, x1");
    Map<String, List<Item>> expected = run.expected(user -> true, item -> true, BLOCKED);
    assertNotEquals(run.expected(user -> true, item -> true, Set.of()), expected);
    ListRun.assertLists(expected, run.lists());
    ListRun.assertGaps(expected, job);
    assertEquals(
        Json.parse(
            "{\"rows\":9,\"bad_rows\":0,\"known\":5,\"unknown\":3,\"unknown_users\":2,\"unknown_items\":1}"),
        job.report().path("restrictions").path("blocked"));
  }

  /** The median of all scores: some lists stay whole, some are cut. */
  private static float middle() {
    List<Float> scores =
        run.ranking().values().stream().flatMap(List::stream).map(Item::score).sorted().toList();
    int k = scores.size() / 2;
    while (scores.get(k) - scores.get(k - 1) < 1e-3) { // away from rounding
      k++;
    }
    return (scores.get(k) + scores.get(k - 1)) / 2;
  }

  @Test
  void theLeastScore() {
    float least = middle();
    JobRun job = run.materialize("materialize.min-score=" + least).done();
    Map<String, List<Item>> expected =
        run.expected(user -> true, item -> item.score() >= least, Set.of());
    ListRun.assertLists(expected, run.lists());
    ListRun.assertGaps(expected, job);
    job = run.materialize("materialize.min-score=1e9").done();
    assertEquals(24, job.report().path("restrictions").path("empty_lists").asInt());
    assertTrue(run.lists().values().stream().allMatch(List::isEmpty), "users keep their rows");
    job = run.materialize("materialize.min-score=1e9", "materialize.lists=long").done();
    assertEquals(24, job.report().path("restrictions").path("empty_lists").asInt());
    assertTrue(run.longLists().isEmpty());
  }

  /** Everything at once, in both forms, published and shown. */
  @Test
  void allTogether() {
    float least = middle();
    String[] settings = {
      "materialize.allowed-items=" + items(ALLOWED),
      "materialize.blocked=" + blocked(),
      "materialize.users=" + run.csv("some.csv", "user", "u10", "u11", "u12", "u13", "u20"),
      "materialize.min-score=" + least
    };
    Map<String, List<Item>> expected =
        run.expected(
            Set.of("u10", "u11", "u12", "u13", "u20")::contains,
            item -> ALLOWED.contains(item.id()) && item.score() >= least,
            BLOCKED);
    JobRun job = run.materialize(settings).done();
    ListRun.assertLists(expected, run.lists());
    ListRun.assertGaps(expected, job);
    String[] inLongForm = Arrays.copyOf(settings, settings.length + 1);
    inLongForm[settings.length] = "materialize.lists=long";
    ListRun.assertGaps(expected, run.materialize(inLongForm).done());
    expected.values().removeIf(List::isEmpty);
    ListRun.assertLists(expected, run.longLists());
  }
}
