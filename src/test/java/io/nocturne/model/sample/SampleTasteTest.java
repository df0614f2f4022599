package io.nocturne.model.sample;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.model.Popularity;
import io.nocturne.model.metric.Evidence;
import io.nocturne.model.metric.Recall;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** That users have tastes which a model can learn. */
class SampleTasteTest {

  private static final NinetyDays LOG = new NinetyDays(1);

  @Test
  void itemsOfOneGenreAreMetByTheSameUsers() {
    List<String> items = new ArrayList<>(LOG.usersOfItem.keySet());
    double[] lift = new double[2];
    int[] pairs = new int[2];
    for (int i = 0; i < items.size(); i++) {
      for (int j = 0; j < i; j++) {
        String one = items.get(i);
        String other = items.get(j);
        int same = LOG.genres.get(one).equals(LOG.genres.get(other)) ? 1 : 0;
        double expected = (double) users(one) * users(other) / LOG.histories.size();
        lift[same] += LOG.both(one, other) / expected;
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
    List<String> items = new ArrayList<>(LOG.usersOfItem.keySet());
    double[] sums = new double[2];
    List<String> users =
        LOG.histories.keySet().stream().filter(user -> isUsual(LOG.histories.get(user))).toList();
    for (String user : users.subList(0, 100)) {
      List<String> history = LOG.histories.get(user);
      List<String> known = history.subList(0, history.size() - 1);
      int[] target = {items.indexOf(history.get(known.size()))};
      BitSet met = LOG.usersOfItem.get(history.get(known.size()));
      met.clear(NinetyDays.number(user)); // what is held out must not count
      double[] popular = items.stream().mapToDouble(SampleTasteTest::users).toArray();
      double[] near = items.stream().mapToDouble(item -> cosines(item, known)).toArray();
      met.set(NinetyDays.number(user));
      for (String seen : known) {
        popular[items.indexOf(seen)] = near[items.indexOf(seen)] = -1;
      }
      sums[0] += recall(popular, target);
      sums[1] += recall(near, target);
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

  private static int users(String item) {
    return LOG.usersOfItem.get(item).cardinality();
  }

  private static double cosines(String item, List<String> known) {
    double sum = 0;
    for (String seen : known) {
      sum += LOG.both(item, seen) / Math.sqrt((double) users(item) * users(seen));
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
