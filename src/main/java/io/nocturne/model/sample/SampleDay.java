package io.nocturne.model.sample;

import io.nocturne.model.sample.SampleRandom.Purpose;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Gathers the rows of one day. */
final class SampleDay {

  private static final int LAST_SECOND = 86_399;

  private final SampleSettings settings;
  private final long seed;
  private final int day;
  private final long midnight;
  private final List<SampleRow> rows = new ArrayList<>();

  SampleDay(SampleSettings settings, long seed, int day) {
    this.settings = settings;
    this.seed = seed;
    this.day = day;
    this.midnight = (settings.origin().toEpochDay() + day) * 86_400;
  }

  /** Adds one sitting: the items in turn, with now and then a repeated or broken row. */
  void add(SampleUser user, List<SampleItem> sitting, SampleHistory history) {
    SampleRandom random = SampleRandom.of(seed, Purpose.ROWS, user.index, day);
    double second = Rhythm.second(random);
    for (SampleItem item : sitting) {
      long time = time(second);
      SampleRow row = row(user, item, time, Flaw.NONE, random);
      rows.add(row);
      if (happens(settings.repeatedShare(), random)) {
        boolean exact = random.uniform() < 0.5;
        long later = time(second + 5 + 60 * random.exponential());
        rows.add(exact ? row : row(user, history.any(random), later, Flaw.NONE, random));
      }
      if (happens(settings.brokenShare(), random)) {
        rows.add(row(user, item, time, Flaw.any(random), random));
      }
      second += 10 + 150 * random.exponential();
    }
  }

  /** The rows by time; those of one second by user. */
  List<SampleRow> rows() {
    rows.sort(Comparator.comparingLong(SampleRow::time));
    return rows;
  }

  private long time(double second) {
    return midnight + (long) Math.min(second, LAST_SECOND);
  }

  /** Whether an extra row follows a plain one, so that the extra rows get their share of all. */
  private boolean happens(double share, SampleRandom random) {
    return random.uniform() < share / settings.plainShare();
  }

  private static SampleRow row(
      SampleUser user, SampleItem item, long time, Flaw flaw, SampleRandom random) {
    double stars =
        2.8 + 1.6 * user.match(item) + item.quality + user.mildness + 0.65 * random.gaussian();
    int rating = (int) Math.max(1, Math.min(5, Math.rint(stars)));
    return new SampleRow(flaw.line(user.id, item.id, Integer.toString(rating), time), time, flaw);
  }
}
