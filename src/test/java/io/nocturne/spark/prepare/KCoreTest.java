package io.nocturne.spark.prepare;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.math.SplitMix64;
import io.nocturne.model.History;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

class KCoreTest {
  private static History history(int... items) {
    return new History(items, new float[items.length], new long[items.length]);
  }

  private static List<UserLog> logs(List<int[]> graph) {
    return IntStream.range(0, graph.size())
        .mapToObj(user -> log((long) user, history(graph.get(user)), history(graph.get(user))))
        .toList();
  }

  private static UserLog log(long id, History training, History known) {
    return new UserLog(
        new UserFacts(id, 9, 0, false, false), new int[0], known, Sides.whole(training), false);
  }

  private static Core of(List<int[]> graph, int items, int minUser, int minItem) {
    List<UserLog> logs = logs(graph);
    return new KCore(minUser, minItem, message -> {})
        .of(items, core -> KCore.count(logs.iterator(), core, items));
  }

  private static boolean[] items(Core core, int items) {
    boolean[] kept = new boolean[items];
    for (int item = 0; item < items; item++) {
      kept[item] = core.has(item);
    }
    return kept;
  }

  /** What each user has left. */
  private static List<int[]> core(List<int[]> graph, int items, int minUser, int minItem) {
    Core core = of(graph, items, minUser, minItem);
    return graph.stream().map(g -> core.keep(history(g)).items()).toList();
  }

  /** Drops one user or item at a time, until there is none to drop. */
  private static List<int[]> bruteForce(List<int[]> graph, int items, int minUser, int minItem) {
    List<Set<Integer>> left = new ArrayList<>();
    graph.forEach(g -> left.add(new TreeSet<>(IntStream.of(g).boxed().toList())));
    boolean changed = true;
    while (changed) {
      changed = false;
      for (Set<Integer> user : left) {
        if (!user.isEmpty() && user.size() < minUser) {
          user.clear();
          changed = true;
        }
      }
      for (int item = 0; item < items; item++) {
        int of = item;
        long count = left.stream().filter(user -> user.contains(of)).count();
        if (count > 0 && count < minItem) {
          left.forEach(user -> user.remove(of));
          changed = true;
        }
      }
    }
    return left.stream().map(s -> s.stream().mapToInt(i -> i).toArray()).toList();
  }

  private static List<int[]> random(long seed, int users, int items, double share) {
    SplitMix64 random = new SplitMix64(seed);
    return IntStream.range(0, users)
        .mapToObj(
            user -> IntStream.range(0, items).filter(i -> random.nextDouble() < share).toArray())
        .toList();
  }

  private static void assertSameGraph(List<int[]> expected, List<int[]> actual, String message) {
    assertEquals(expected.size(), actual.size());
    for (int user = 0; user < expected.size(); user++) {
      assertArrayEquals(expected.get(user), actual.get(user), message + ", user " + user);
    }
  }

  @Test
  void isWhatIsLeftOfDroppingOneByOne() {
    int[][] least = {{2, 2}, {1, 3}, {3, 1}, {4, 3}, {2, 6}};
    int partly = 0;
    for (int seed = 1; seed <= 3; seed++) {
      List<int[]> graph = random(seed, 40, 25, .1);
      for (int[] k : least) {
        List<int[]> expected = bruteForce(graph, 25, k[0], k[1]);
        assertSameGraph(expected, core(graph, 25, k[0], k[1]), k[0] + "," + k[1]);
        long users = expected.stream().filter(user -> user.length > 0).count();
        partly += users > 0 && users < 40 ? 1 : 0;
      }
    }
    assertTrue(partly >= 5, "the graphs are of a size that loses some and keeps some: " + partly);
  }

  /** User u has the items u and u + 1: dropping item 0 drops user 0, and so on to the end. */
  @Test
  void aChainUnravelsToNothing() {
    List<int[]> chain = IntStream.range(0, 12).mapToObj(u -> new int[] {u, u + 1}).toList();
    assertArrayEquals(new boolean[13], items(of(chain, 13, 2, 2), 13));
    core(chain, 13, 2, 2).forEach(user -> assertEquals(0, user.length));
  }

  @Test
  void whatIsDenseStays() {
    List<int[]> dense = List.of(new int[] {0, 1, 2}, new int[] {0, 1, 2}, new int[] {0, 1, 3});
    assertArrayEquals(new boolean[] {true, true, true, false}, items(of(dense, 4, 2, 2), 4));
    assertArrayEquals(new int[] {0, 1}, core(dense, 4, 2, 2).get(2));
  }

  @Test
  void aUserWithTooLittleLeftHasNothing() {
    boolean[] kept = {true, false, true};
    assertArrayEquals(new int[] {2, 0}, new Core(kept, 2).keep(history(2, 1, 0)).items());
    assertSame(History.EMPTY, new Core(kept, 3).keep(history(2, 1, 0)));
  }

  @Test
  void whereOneIsEnoughNothingIsCounted() {
    Core core =
        new KCore(2, 1, message -> {})
            .of(
                2,
                left -> {
                  throw new AssertionError("a pass over the users for nothing");
                });
    assertArrayEquals(new boolean[] {true, true}, items(core, 2));
    assertSame(History.EMPTY, core.keep(history(1)));
  }

  /** Items 0 and 1 are frequent in what is known; only 1 is in what is trained on. */
  @Test
  void onlyWhatIsTrainedOnCounts() {
    List<UserLog> logs =
        List.of(
            log(0, history(1), history(0, 1)),
            log(1, history(1), history(0, 1)),
            log(2, history(0), history(0)));
    SparkSession spark = SparkSession.builder().getOrCreate();
    JavaRDD<UserLog> users =
        JavaSparkContext.fromSparkContext(spark.sparkContext()).parallelize(logs, 2);
    assertArrayEquals(
        new boolean[] {false, true}, items(new KCore(1, 2, message -> {}).of(users, 2), 2));
  }
}
