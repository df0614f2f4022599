package io.nocturne.spark.train;

import io.nocturne.math.SplitMix64;
import io.nocturne.model.History;
import io.nocturne.spark.prepare.PrepareCase;
import io.nocturne.spark.store.TableStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Users and items are of one kind or the other, and users like their own: ratings of 4 and 5 there,
 * of 1 and 2 elsewhere. Recipes that predict ratings learn from all of them, others from which are
 * 4 or more.
 */
final class Checkerboard {
  static final int ITEMS = 24;
  private static final int USERS = 60;

  private final TableStore liked;
  private final TableStore rated;

  Checkerboard(Path folder) {
    SplitMix64 random = new SplitMix64(1);
    List<String> lines = new ArrayList<>(List.of("user,item,rating"));
    for (int user = 0; user < USERS; user++) {
      for (int item = 0; item < ITEMS; item++) {
        if (random.nextDouble() < .6) {
          int least = isOwn(user, item) ? 4 : 1;
          lines.add(user + "," + item + "," + (least + random.nextInt(2)));
        }
      }
    }
    PrepareCase preparation = PrepareCase.csv(folder, lines.toArray(String[]::new));
    preparation.minRating = 4;
    liked = preparation.run().tables();
    preparation.minRating = 1;
    preparation.binary = false;
    rated = preparation.run().tables();
  }

  TableStore tables(boolean ratings) {
    return ratings ? rated : liked;
  }

  /** By threes, so that each of several workers meets both kinds. */
  static boolean isOwn(int user, int item) {
    return user / 3 % 2 == item / 3 % 2;
  }

  /**
   * Of a user of one kind who knows the first half of the items; of ratings, the other kind too.
   */
  static History half(int user, boolean ratings) {
    // item k has index k: ids are numbers, and each is in training
    return history(
        user,
        IntStream.range(0, ITEMS / 2).filter(item -> ratings || isOwn(user, item)).toArray(),
        ratings);
  }

  /** None, one, all, and whatever. */
  static List<History> histories(boolean ratings) {
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
}
