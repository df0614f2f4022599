package io.nocturne.model.sample;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.model.Popularity;
import io.nocturne.model.metric.Evidence;
import io.nocturne.model.metric.Recall;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Users have tastes that a model can learn. */
class SampleTasteTest {

  private static final NinetyDays LOG = new NinetyDays(1);

  private static final List<String> ITEMS = new ArrayList<>(LOG.usersOfItem.keySet());

  private static final Map<String, Integer> INDEX = new HashMap<>();

  private static final int WORDS =
      LOG.usersOfItem.values().stream().mapToInt(BitSet::length).max().orElseThrow() / Long.SIZE
          + 1;

  /** The users of each item as bits, as two million pairs of items are compared. */
  private static final long[][] USERS =
      ITEMS.stream()
          .map(item -> Arrays.copyOf(LOG.usersOfItem.get(item).toLongArray(), WORDS))
          .toArray(long[][]::new);

  static {
    ITEMS.forEach(item -> INDEX.put(item, INDEX.size()));
  }

  @Test
  void itemsOfAGenreHaveTheSameUsers() {
    double[] lift = new double[2];
    int[] pairs = new int[2];
    for (int i = 0; i < ITEMS.size(); i++) {
      for (int j = 0; j < i; j++) {
        int same = LOG.genres.get(ITEMS.get(i)).equals(LOG.genres.get(ITEMS.get(j))) ? 1 : 0;
        double expected = (double) users(i) * users(j) / LOG.histories.size();
        lift[same] += both(i, j) / expected;
        pairs[same]++;
      }
    }
    double within = lift[1] / pairs[1];
    double across = lift[0] / pairs[0];
    assertTrue(within > 2 * across, within + " within, " + across + " across genres");
  }

  /** The last item of each user, ranked by cosine neighbours of the others and by popularity. */
  @Test
  void neighboursBeatPopularityOnTheLastItem() {
    double[] sums = new double[2];
    List<String> users =
        LOG.histories.keySet().stream().filter(user -> isUsual(LOG.histories.get(user))).toList();
    for (String user : users.subList(0, 100)) {
      int[] history = LOG.histories.get(user).stream().mapToInt(INDEX::get).toArray();
      int[] known = Arrays.copyOf(history, history.length - 1);
      int target = history[known.length];
      turn(target, user); // excludes the held-out item
      double[] popular =
          IntStream.range(0, USERS.length).mapToDouble(item -> users(item)).toArray();
      double[] near =
          IntStream.range(0, USERS.length).mapToDouble(item -> cosines(item, known)).toArray();
      turn(target, user);
      for (int seen : known) {
        popular[seen] = near[seen] = -1;
      }
      int[] targets = {target};
      sums[0] += recall(popular, targets);
      sums[1] += recall(near, targets);
    }
    assertTrue(sums[1] > 1.3 * sums[0], sums[1] + " neighbours, " + sums[0] + " popularity");
  }

  private static double recall(double[] scores, int[] target) {
    Popularity unused = new Popularity(new float[scores.length]);
    return new Recall(20).of(new Evidence(0, ranked(scores), target), unused);
  }

  private static boolean isUsual(List<String> history) {
    return history.size() >= 5 && history.size() <= 40;
  }

  /** Removes a user from an item, or adds it again. */
  private static void turn(int item, String user) {
    int number = NinetyDays.number(user);
    USERS[item][number / Long.SIZE] ^= 1L << number;
  }

  private static int users(int item) {
    return both(item, item);
  }

  /** The number of users of both items. */
  private static int both(int item, int other) {
    int both = 0;
    for (int word = 0; word < WORDS; word++) {
      both += Long.bitCount(USERS[item][word] & USERS[other][word]);
    }
    return both;
  }

  private static double cosines(int item, int[] known) {
    double sum = 0;
    for (int seen : known) {
      sum += both(item, seen) / Math.sqrt((double) users(item) * users(seen));
    }
    return sum;
  }

  private static int[] ranked(double[] scores) {
    return IntStream.range(0, scores.length)
        .boxed()
        .sorted((a, b) -> Double.compare(scores[b], scores[a]))
        .mapToInt(Integer::intValue)
        .toArray();
  }
}
