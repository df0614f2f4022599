package io.nocturne.spark.log;

import io.nocturne.spark.log.file.RawRow;
import io.nocturne.spark.log.id.Id;
import io.nocturne.spark.log.id.IdColumn;
import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The result of a first pass over rows: the number of bad rows by reason, and the kinds of ids. */
final class LogProfile implements Serializable {
  private static final long serialVersionUID = 1;

  private final TreeMap<String, Long> reasons = new TreeMap<>();

  /** The numbers of good rows by the {@link Id.Kind} of their user and of their item. */
  private final long[][] kinds = new long[Id.Kind.COUNT][Id.Kind.COUNT];

  static Iterator<LogProfile> of(Iterator<RawRow> rows, RowCheck check) {
    LogProfile profile = new LogProfile();
    while (rows.hasNext()) {
      check.read(rows.next());
      profile.add(check);
    }
    return List.of(profile).iterator();
  }

  private void add(RowCheck row) {
    if (row.reason() != null) {
      reasons.merge(row.reason(), 1L, Long::sum);
    } else {
      kinds[row.user().kind().ordinal()][row.item().kind().ordinal()]++;
    }
  }

  /** Adds the profile of another part. */
  void add(LogProfile other) {
    other.reasons.forEach((reason, count) -> reasons.merge(reason, count, Long::sum));
    for (int u = 0; u < kinds.length; u++) {
      for (int i = 0; i < kinds.length; i++) {
        kinds[u][i] += other.kinds[u][i];
      }
    }
  }

  /** The number of rows by the kind of the user's id. */
  long[] users() {
    long[] counts = new long[Id.Kind.COUNT];
    for (int u = 0; u < counts.length; u++) {
      for (long rows : kinds[u]) {
        counts[u] += rows;
      }
    }
    return counts;
  }

  /** The number of rows by the kind of the item's id. */
  long[] items() {
    long[] counts = new long[Id.Kind.COUNT];
    for (long[] byItem : kinds) {
      for (int i = 0; i < counts.length; i++) {
        counts[i] += byItem[i];
      }
    }
    return counts;
  }

  /** The number of bad rows by reason, once the types of ids are known. */
  Map<String, Long> reasons(IdColumn users, IdColumn items) {
    TreeMap<String, Long> all = new TreeMap<>(reasons);
    for (Id.Kind user : Id.Kind.values()) {
      for (Id.Kind item : Id.Kind.values()) {
        long rows = kinds[user.ordinal()][item.ordinal()];
        String ofUser = Id.misfit("user", user, users);
        String reason = ofUser == null ? Id.misfit("item", item, items) : ofUser;
        if (reason != null && rows > 0) {
          all.merge(reason, rows, Long::sum);
        }
      }
    }
    return all;
  }

  /** The number of rows, good and bad. */
  long rows() {
    long rows = reasons.values().stream().mapToLong(n -> n).sum();
    for (long count : users()) {
      rows += count;
    }
    return rows;
  }
}
