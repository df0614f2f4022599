package io.nocturne.spark.serve;

import io.nocturne.spark.store.TableStore;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;

/** Reads the lists of users, in whichever {@link ListForm} they were written. */
public final class Lists {
  static final String TABLE = "recommendations";

  private Lists() {}

  /**
   * How many lists are not full.
   *
   * @param shorter the number of lists with some items, but fewer than there could be
   * @param empty the number of lists without any
   */
  public record Gaps(long shorter, long empty) {}

  /**
   * The list of one user.
   *
   * @param tier the label of the user's {@link Tier}; empty if the table has no row of the user
   * @param itemIds the items, best first
   * @param scores the score of each
   */
  public record OfUser(String tier, List<Object> itemIds, List<Float> scores) {}

  /** Looks up the list of a user. */
  public static OfUser of(TableStore tables, Object userId) {
    List<Object> items = new ArrayList<>();
    List<Float> scores = new ArrayList<>();
    String tier = "";
    if (form(tables) == ListForm.NESTED) {
      for (Object[] row : tables.rows(TABLE, TABLE, "tier").where("user_id", userId)) {
        tier = (String) row[1];
        for (Object item : (Object[]) row[0]) {
          Object[] scored = (Object[]) item;
          items.add(scored[0]);
          scores.add((Float) scored[1]);
        }
      }
    } else {
      for (Object[] row : tables.rows(TABLE, "item_id", "score", "tier").where("user_id", userId)) {
        items.add(row[0]);
        scores.add((Float) row[1]);
        tier = (String) row[2];
      }
    }
    return new OfUser(tier, items, scores);
  }

  /**
   * Counts the lists of a run in the making that are not full.
   *
   * @param longest the maximum number of items in a list
   */
  public static Gaps gaps(TableStore tables, int longest) {
    long[] found =
        digests(tables)
            .aggregate(
                new long[2], // the lists with some items, and the full ones
                (counts, list) -> {
                  counts[0] += list.size() > 0 ? 1 : 0;
                  counts[1] += list.size() >= longest ? 1 : 0;
                  return counts;
                },
                (counts, more) -> new long[] {counts[0] + more[0], counts[1] + more[1]});
    long users = tables.info(ServedUsers.table(tables)).rows();
    return new Gaps(found[0] - found[1], users - found[0]);
  }

  /** The digests of all lists; an empty list may have none. */
  static JavaRDD<ListDigest> digests(TableStore tables) {
    if (form(tables) == ListForm.NESTED) {
      return tables.rows(TABLE, "tier", TABLE).inFiles().map(Lists::ofNested);
    }
    // a file never ends within a list
    return tables.rows(TABLE, "tier", "rank", "item_id").inFiles().mapPartitions(Lists::ofLong);
  }

  private static ListDigest ofNested(Object[] row) {
    ListDigest digest = new ListDigest((String) row[0]);
    for (Object item : (Object[]) row[1]) {
      digest.add(((Object[]) item)[0]);
    }
    return digest;
  }

  private static Iterator<ListDigest> ofLong(Iterator<Object[]> rows) {
    List<ListDigest> digests = new ArrayList<>();
    while (rows.hasNext()) {
      Object[] row = rows.next();
      if ((int) row[1] == 1) {
        digests.add(new ListDigest((String) row[0]));
      }
      digests.get(digests.size() - 1).add(row[2]);
    }
    return digests.iterator();
  }

  private static ListForm form(TableStore tables) {
    return ListForm.of(tables.info(TABLE).schema());
  }
}
