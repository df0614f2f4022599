package io.nocturne.model.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The standard sample resembles a real log; the bounds allow for other seeds. */
class SampleStructureTest {

  private static final NinetyDays LOG = new NinetyDays(1);

  @Test
  void hasTheExpectedSize() {
    assertEquals(200_000, LOG.rows.size(), 20_000);
    assertEquals(3000, LOG.histories.size(), 200);
    assertEquals(1000, LOG.usersOfItem.size(), 10);
  }

  @Test
  void everyFlawHasItsShare() {
    EnumSet<Flaw> seen = EnumSet.noneOf(Flaw.class);
    int broken = 0;
    for (SampleRow row : LOG.rows) {
      seen.add(row.flaw());
      broken += row.flaw() == Flaw.NONE ? 0 : 1;
    }
    assertEquals(EnumSet.allOf(Flaw.class), seen);
    assertEquals(0.005, (double) broken / LOG.rows.size(), 0.001);
  }

  @Test
  void someRowsAreDuplicatesAndSomeRateAgain() {
    Set<String> lines = new HashSet<>();
    int good = 0;
    for (SampleRow row : LOG.rows) {
      if (row.flaw() == Flaw.NONE) {
        good++;
        lines.add(row.line());
      }
    }
    int pairs = LOG.histories.values().stream().mapToInt(List::size).sum();
    assertEquals(0.015, (double) (good - lines.size()) / good, 0.003);
    assertEquals(0.015, (double) (lines.size() - pairs) / good, 0.003);
  }

  @Test
  void popularityFollowsAPowerLaw() {
    int[] counts = LOG.popularity();
    // least squares of log(count) on log(rank)
    double n = counts.length;
    double x = 0;
    double y = 0;
    double xx = 0;
    double xy = 0;
    for (int i = 0; i < n; i++) {
      double rank = Math.log(i + 1);
      double count = Math.log(counts[i]);
      x += rank;
      y += count;
      xx += rank * rank;
      xy += rank * count;
    }
    double slope = (n * xy - x * y) / (n * xx - x * x);
    assertTrue(slope < -0.55 && slope > -1.1, "slope " + slope);
  }

  @Test
  void activityIsHeavyTailed() {
    int[] sizes = LOG.histories.values().stream().mapToInt(List::size).sorted().toArray();
    int top = Arrays.stream(sizes).skip(sizes.length * 9 / 10).sum();
    assertTrue(top > 0.3 * Arrays.stream(sizes).sum(), "the most active tenth: " + top);
    assertTrue(sizes[sizes.length / 20] < 5, "some users have hardly any history");
  }

  @Test
  void usersAndItemsArriveOverTime() {
    long users = LOG.firstDayOfUser.values().stream().filter(day -> day > 45).count();
    long items = LOG.firstDayOfItem.values().stream().filter(day -> day > 30).count();
    assertTrue(users > 300, "new users in the second half: " + users);
    assertTrue(items > 10, "new items after a month: " + items);
  }

  @Test
  void weekendsAndEveningsAreBusier() {
    int[] ofHour = new int[24];
    LOG.rows.forEach(row -> ofHour[(int) (row.time() / 3600 % 24)]++);
    assertTrue(ofHour[20] > 5 * ofHour[3], Arrays.toString(ofHour));
    // the origin is a Sunday: day 6, 13, ... are Saturdays, day 2, 9, ... Tuesdays
    int saturdays = IntStream.range(0, 12).map(week -> LOG.rowsOfDay[7 * week + 6]).sum();
    int tuesdays = IntStream.range(0, 12).map(week -> LOG.rowsOfDay[7 * week + 2]).sum();
    assertTrue(saturdays > 1.25 * tuesdays, saturdays + " against " + tuesdays);
  }
}
