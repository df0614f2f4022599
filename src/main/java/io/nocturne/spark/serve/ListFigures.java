package io.nocturne.spark.serve;

import io.nocturne.spark.Blocks;
import io.nocturne.spark.store.TableStore;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;

/** Figures of the lists for the gate, read from the tables of a run in the making. */
public final class ListFigures {
  private ListFigures() {}

  /**
   * Returns {@code empty_lists}; {@code most_alike}, the number of users with the most frequent
   * list of the model; and {@code users_by_tier}.
   */
  public static Map<String, Object> of(TableStore tables) {
    String users = ServedUsers.table(tables);
    JavaRDD<ListDigest> lists =
        Lists.digests(tables)
            .filter(list -> list.size() > 0)
            .persist(StorageLevel.MEMORY_AND_DISK_SER()); // read once
    try {
      Map<String, Object> figures = new LinkedHashMap<>();
      figures.put("empty_lists", tables.info(users).rows() - lists.count());
      figures.put("most_alike", mostAlike(lists));
      figures.put("users_by_tier", usersByTier(tables, users));
      return figures;
    } finally {
      lists.unpersist();
    }
  }

  private static long mostAlike(JavaRDD<ListDigest> lists) {
    return lists
        .filter(list -> !list.isPopular())
        .mapToPair(list -> new Tuple2<>(list.hash(), 1L))
        .reduceByKey(Long::sum)
        .values()
        .fold(0L, Math::max);
  }

  private static Map<String, Long> usersByTier(TableStore tables, String users) {
    return new TreeMap<>(
        tables
            .rows(users, "row", "items", "trained")
            .inBlocks("row", Blocks.size(tables.info(users).rows()))
            .map(row -> Tier.of(((int[]) row[1]).length == 0, (boolean) row[2]).label())
            .countByValue());
  }
}
