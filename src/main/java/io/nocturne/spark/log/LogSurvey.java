package io.nocturne.spark.log;

import io.nocturne.spark.log.id.IdColumn;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaPairRDD;
import scala.Tuple2;

/**
 * The result of one pass over a log and its held-out files, before any row is kept: the types of
 * ids, the number of bad rows by reason, the items of the log, and which users have how many rows,
 * roughly. Types are decided once, by the otherwise good rows of the log; a few ids of another kind
 * do not count.
 */
public final class LogSurvey {
  private final IdColumns ids;
  private final long rows;
  private final Map<String, Long> reasons = new LinkedHashMap<>();
  private final List<Object> items;
  private final IdSample users;

  private LogSurvey(
      IdColumns ids, long rows, Map<String, Long> reasons, List<Object> items, IdSample users) {
    this.ids = ids;
    this.rows = rows;
    this.items = items;
    this.users = users;
    reasons.entrySet().stream()
        .sorted(
            Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .forEach(entry -> this.reasons.put(entry.getKey(), entry.getValue()));
  }

  /**
   * Reads all rows once.
   *
   * @param logs the log first, then what is read with it
   */
  public static LogSurvey of(LogSettings settings, List<InteractionLog> logs) {
    List<LogProfile> profiles = profiles(logs);
    LogProfile log = profiles.get(0);
    IdColumns ids =
        new IdColumns(
            IdColumn.decide(settings.userIds(), log.userKinds()),
            IdColumn.decide(settings.itemIds(), log.itemKinds()));
    long rows = 0;
    Map<String, Long> reasons = new LinkedHashMap<>();
    IdSample users = new IdSample();
    for (LogProfile profile : profiles) {
      users.add(profile.userSample());
      rows += profile.rows();
      profile
          .reasons(ids.users(), ids.items())
          .forEach((reason, count) -> reasons.merge(reason, count, Long::sum));
    }
    return new LogSurvey(ids, rows, reasons, log.itemIds(ids), users);
  }

  /** Returns one profile per log, all from one job. */
  private static List<LogProfile> profiles(List<InteractionLog> logs) {
    List<LogProfile> profiles = new ArrayList<>();
    JavaPairRDD<Integer, LogProfile> all = null;
    for (int k = 0; k < logs.size(); k++) {
      int place = k;
      profiles.add(new LogProfile(false));
      JavaPairRDD<Integer, LogProfile> ofLog =
          logs.get(k).profiles(k == 0).mapToPair(profile -> new Tuple2<>(place, profile));
      all = all == null ? ofLog : all.union(ofLog);
    }
    if (all != null) {
      // added up before they come to the driver, which could not hold the items of every part
      all.reduceByKey(LogProfile::add, logs.size())
          .collect()
          .forEach(pair -> profiles.set(pair._1(), pair._2()));
    }
    return profiles;
  }

  /** The types of the ids. */
  public IdColumns ids() {
    return ids;
  }

  /** The distinct items of the good rows of the log, ascending, in the type of all ids. */
  public List<Object> items() {
    return items;
  }

  /** The ids of the users of some good rows. */
  public IdSample users() {
    return users;
  }

  /** The number of rows, good and bad. */
  public long rows() {
    return rows;
  }

  /** The number of bad rows. */
  public long bad() {
    return reasons.values().stream().mapToLong(n -> n).sum();
  }

  /** The number of bad rows by reason, the most frequent first. */
  public Map<String, Long> reasons() {
    return reasons;
  }
}
