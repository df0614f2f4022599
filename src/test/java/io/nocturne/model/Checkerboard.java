package io.nocturne.model;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.math.SparseRows;
import io.nocturne.math.SparseRowsBuilder;
import io.nocturne.math.SplitMix64;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Users and items are of one of two kinds, and users like items of their own kind: they rate these
 * 4 or 5, others 1 or 2. Recipes that predict ratings train on all ratings, others on those of 4 or
 * more.
 */
public final class Checkerboard {
  public static final int ITEMS = 24;
  private static final int USERS = 60;

  private Checkerboard() {}

  /**
   * The users' histories.
   *
   * @param ratings whether weights are ratings; otherwise only items rated 4 or more are present,
   *     with weight 1
   */
  public static SparseRows training(boolean ratings) {
    SplitMix64 random = new SplitMix64(1);
    SparseRowsBuilder rows = SparseRows.builder(ITEMS);
    for (int user = 0; user < USERS; user++) {
      int of = user;
      float[] rated = new float[ITEMS];
      for (int item = 0; item < ITEMS; item++) {
        if (random.nextDouble() < .6) {
          rated[item] = (isOwn(user, item) ? 4 : 1) + random.nextInt(2);
        }
      }
      int[] items =
          IntStream.range(0, ITEMS)
              .filter(item -> rated[item] > 0 && (ratings || isOwn(of, item)))
              .toArray();
      shuffle(items, user);
      float[] weights = new float[items.length];
      for (int k = 0; k < items.length; k++) {
        weights[k] = ratings ? rated[items[k]] : 1;
      }
      rows.add(items, weights);
    }
    return rows.build();
  }

  /** Shuffles items, as sequences may have any order. */
  private static void shuffle(int[] items, int user) {
    SplitMix64 random = new SplitMix64(1000L + user);
    for (int k = items.length - 1; k > 0; k--) {
      int other = random.nextInt(k + 1);
      int item = items[k];
      items[k] = items[other];
      items[other] = item;
    }
  }

  /** Kinds alternate every three users, so that each of several workers has both. */
  public static boolean isOwn(int user, int item) {
    return user / 3 % 2 == item / 3 % 2;
  }

  /**
   * The history of a user with the first half of the items of their kind, and of the other kind too
   * if {@code ratings}.
   */
  public static History half(int user, boolean ratings) {
    return history(
        user,
        IntStream.range(0, ITEMS / 2).filter(item -> ratings || isOwn(user, item)).toArray(),
        ratings);
  }

  /** Histories of no, one, all and arbitrary items. */
  public static List<History> histories(boolean ratings) {
    SplitMix64 random = new SplitMix64(2);
    List<History> histories = new ArrayList<>();
    histories.add(history(0, new int[0], ratings));
    histories.add(history(0, new int[] {ITEMS - 1}, ratings));
    histories.add(history(0, IntStream.range(0, ITEMS).toArray(), ratings));
    for (int k = 0; k < 20; k++) {
      int[] items = IntStream.range(0, ITEMS).filter(i -> random.nextDouble() < .3).toArray();
      histories.add(history(k, items, ratings));
    }
    return histories;
  }

  private static History history(int user, int[] items, boolean ratings) {
    float[] weights = new float[items.length];
    Arrays.fill(weights, 1);
    for (int k = 0; ratings && k < items.length; k++) {
      weights[k] = isOwn(user, items[k]) ? 5 : 1;
    }
    return new History(items, weights, new long[items.length]);
  }

  /**
   * Asserts that unseen items of the user's kind rank first, and that predicted ratings are high
   * and low.
   */
  public static void assertLearned(Recommender model, boolean ratings) {
    for (int user : new int[] {0, 3}) {
      History met = half(user, ratings);
      RankedList list = new Ranker(model, model, ITEMS).rank(met);
      String description = Arrays.toString(list.items()) + " " + Arrays.toString(list.scores());
      int own = ITEMS / 4;
      for (int rank = 0; rank < list.size(); rank++) {
        boolean isOwn = isOwn(user, list.items()[rank]);
        assertTrue(isOwn || rank >= own, description);
        assertTrue(!ratings || isOwn == list.scores()[rank] > 3, description);
      }
    }
  }
}
