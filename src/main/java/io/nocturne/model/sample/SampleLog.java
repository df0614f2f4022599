package io.nocturne.model.sample;

import java.io.Serializable;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * An invented interaction log, the project's built-in input: a service that opens on a day, whose
 * items follow Zipf's law, whose users like one to three of twelve genres, come and leave, and
 * whose rows are now and then repeated or broken.
 *
 * <p>Each day is a pure function of (settings, seed, day): the rows of one day are the same
 * whichever other days are asked for, in whatever order and on whatever machine.
 */
public final class SampleLog implements Serializable {

  /** The columns of a row: user, item, rating (1 to 5), timestamp (seconds since 1970 UTC). */
  public static final String HEADER = "user,item,rating,timestamp";

  /** The columns of a title. */
  public static final String TITLE_HEADER = "item,title";

  private static final long serialVersionUID = 1L;

  private final SampleSettings settings;
  private final long seed;
  private final List<SampleItem> items;

  /** The log of these settings and seed; draws the catalogue, not the rows. */
  public SampleLog(SampleSettings settings, long seed) {
    this.settings = settings;
    this.seed = seed;
    this.items = SampleCatalogue.of(settings.items(), seed);
  }

  /**
   * The rows of one day (UTC), by time.
   *
   * @throws IllegalArgumentException if the day lies before the settings' origin
   */
  public List<SampleRow> day(LocalDate date) {
    if (date.isBefore(settings.origin())) {
      throw new IllegalArgumentException(
          "Invalid day: " + date + " (expected " + settings.origin() + " or later)");
    }
    int day = (int) ChronoUnit.DAYS.between(settings.origin(), date);
    SampleDay rows = new SampleDay(settings, seed, day);
    for (int index = 0; ; index++) {
      SampleUser user = new SampleUser(settings, seed, index);
      if (user.firstDay > day) {
        return rows.rows(); // users are numbered in the order they arrive
      }
      add(user, day, rows);
    }
  }

  /** The catalogue as CSV lines by ascending item, without line ends; see {@link #TITLE_HEADER}. */
  public List<String> titles() {
    return items.stream().map(item -> CsvLine.of(item.id, item.title)).toList();
  }

  /** Lives through the user's days up to this one, as what was met before is not met again. */
  private void add(SampleUser user, int day, SampleDay rows) {
    int today = interactions(user, day);
    if (today == 0) {
      return;
    }
    SampleHistory history = new SampleHistory(items, user, seed);
    for (int before = user.firstDay; before < day; before++) {
      history.meet(interactions(user, before), before);
    }
    rows.add(user, history.meet(today, day), history);
  }

  private int interactions(SampleUser user, int day) {
    double ofWeek = Rhythm.ofWeek(settings.origin().plusDays(day).getDayOfWeek());
    return user.interactions(seed, day, ofWeek);
  }
}
