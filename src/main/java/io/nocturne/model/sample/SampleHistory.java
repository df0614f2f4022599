package io.nocturne.model.sample;

import io.nocturne.model.sample.SampleRandom.Purpose;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The items that one user meets, one after another, none twice: draws without replacement in
 * proportion to popularity times taste (the order of exponential clocks: Plackett and Luce). The
 * order is fixed at the start, so that any day can be derived without the rows of the days before
 * it.
 */
final class SampleHistory {

  /** The weight of an item outside the user's taste, against 1 for one wholly inside. */
  private static final double CURIOSITY = 0.005;

  /** The share of the catalogue after which a user stops. */
  private static final double MOST_OF_CATALOGUE = 0.45;

  private final List<SampleItem> items;
  private final int[] order;
  private final boolean[] met;
  private final int most;
  private final List<SampleItem> history = new ArrayList<>();
  private int first;

  SampleHistory(List<SampleItem> items, SampleUser user, long seed) {
    this.items = items;
    this.order = order(items, user, SampleRandom.of(seed, Purpose.TASTE, user.index));
    this.met = new boolean[items.size()];
    this.most = (int) Math.ceil(MOST_OF_CATALOGUE * items.size());
  }

  /** Meets up to {@code count} further items that are out on that day; fewer if there are none. */
  List<SampleItem> meet(int count, int day) {
    int before = history.size();
    int until = Math.min(before + count, most);
    while (first < order.length && met[first]) {
      first++;
    }
    for (int i = first; i < order.length && history.size() < until; i++) {
      SampleItem item = items.get(order[i]);
      if (!met[i] && item.firstDay <= day) {
        met[i] = true;
        history.add(item);
      }
    }
    return history.subList(before, history.size());
  }

  /** Any item met so far. */
  SampleItem any(SampleRandom random) {
    return history.get(random.below(history.size()));
  }

  /** The item numbers by the time their clock rings; a clock's rate is the item's weight. */
  private static int[] order(List<SampleItem> items, SampleUser user, SampleRandom random) {
    long[] clocks = new long[items.size()];
    for (int i = 0; i < clocks.length; i++) {
      SampleItem item = items.get(i);
      double rate = item.weight * (CURIOSITY + user.match(item));
      // the bits of positive floats sort as the floats do; the item's number takes the lower half
      clocks[i] = (long) Float.floatToIntBits((float) (random.exponential() / rate)) << 32 | i;
    }
    Arrays.sort(clocks);
    return Arrays.stream(clocks).mapToInt(clock -> (int) clock).toArray();
  }
}
