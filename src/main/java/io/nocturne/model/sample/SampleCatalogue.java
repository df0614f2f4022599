package io.nocturne.model.sample;

import io.nocturne.model.sample.SampleRandom.Purpose;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Draws the items: popularity, genres, titles and the day they come out. */
final class SampleCatalogue {

  /**
   * Zipf's exponent of a user's first interaction. As nobody meets an item twice, the counts of a
   * whole log fall less steeply: about as r^-0.7.
   */
  private static final double EXPONENT = 1.3;

  private static final double TWO_GENRES_SHARE = 0.35;

  private static final double NEW_SHARE = 0.05;

  /** New items come out over the first days; the catalogue is complete afterwards. */
  private static final int NEW_WITHIN_DAYS = 90;

  private static final double QUALITY_DEVIATION = 0.45;

  private static final int FIRST_ID = 10_000;

  /** Identifiers have five digits, or more for larger catalogues. */
  private static final int FIVE_DIGIT_IDS = 90_000;

  private SampleCatalogue() {}

  /** The items, by ascending identifier. */
  static List<SampleItem> of(int count, long seed) {
    int[] ranks = ranks(count, SampleRandom.of(seed, Purpose.RANKS));
    Set<String> taken = new HashSet<>();
    List<SampleItem> items = new ArrayList<>(count);
    int stride = Math.max(2, FIVE_DIGIT_IDS / count);
    for (int i = 0; i < count; i++) {
      SampleRandom random = SampleRandom.of(seed, Purpose.ITEM, i);
      int id = FIRST_ID + i * stride + random.below(stride);
      Genre genre = random.pick(Genre.values());
      Genre other = random.uniform() < TWO_GENRES_SHARE ? random.pick(Genre.values()) : genre;
      String title = SampleTitle.invent(SampleRandom.of(seed, Purpose.TITLE, i), genre, taken);
      double weight = StrictMath.pow(ranks[i] + 1, -EXPONENT);
      double quality = QUALITY_DEVIATION * random.gaussian();
      int day = random.uniform() < NEW_SHARE ? 1 + random.below(NEW_WITHIN_DAYS) : 0;
      items.add(new SampleItem(Integer.toString(id), title, genre, other, weight, quality, day));
    }
    return items;
  }

  /** A random order of 0 .. count - 1, by Fisher and Yates. */
  private static int[] ranks(int count, SampleRandom random) {
    int[] ranks = new int[count];
    for (int i = 0; i < count; i++) {
      int j = random.below(i + 1);
      ranks[i] = ranks[j];
      ranks[j] = i;
    }
    return ranks;
  }
}
