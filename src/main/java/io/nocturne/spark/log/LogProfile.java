package io.nocturne.spark.log;

import io.nocturne.spark.log.file.RawRow;
import io.nocturne.spark.log.id.Id;
import io.nocturne.spark.log.id.IdColumn;
import io.nocturne.spark.log.id.IdNumbers;
import io.nocturne.spark.log.id.IdType;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * The result of a first pass over rows: the number of bad rows by reason, the kinds of ids, every
 * item, and a sample of the users.
 */
final class LogProfile implements Serializable {
  private static final long serialVersionUID = 1;

  private final TreeMap<String, Long> reasons = new TreeMap<>();

  /** The numbers of good rows by the {@link Id.Kind} of their user and of their item. */
  private final long[][] kinds = new long[Id.Kind.COUNT][Id.Kind.COUNT];

  /**
   * A bit for each combination of the kinds of user and item in some good row, for each item: which
   * of these rows are good follows from the types of ids.
   */
  private int[] combinations = new int[0];

  private final ArrayList<Object> itemIds = new ArrayList<>();

  /** The places of {@link #itemIds}; made again after the profile was sent. */
  private transient IdNumbers items;

  private final IdSample users = new IdSample();
  private final boolean withItems;

  /**
   * @param withItems whether items are collected
   */
  LogProfile(boolean withItems) {
    this.withItems = withItems;
  }

  static Iterator<LogProfile> of(Iterator<RawRow> rows, RowCheck check, boolean withItems) {
    LogProfile profile = new LogProfile(withItems);
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
      users.add(row.user().raw());
      if (withItems) {
        addItem(row.item().raw(), bit(row.user().kind(), row.item().kind()));
      }
    }
  }

  private static int bit(Id.Kind user, Id.Kind item) {
    return 1 << user.ordinal() * Id.Kind.COUNT + item.ordinal();
  }

  private void addItem(Object item, int bits) {
    int number = items().add(item);
    if (number == itemIds.size()) {
      itemIds.add(item);
      if (number == combinations.length) {
        combinations = Arrays.copyOf(combinations, Math.max(1024, 2 * number));
      }
    }
    combinations[number] |= bits;
  }

  private IdNumbers items() {
    if (items == null) {
      items = new IdNumbers();
      itemIds.forEach(items::add);
    }
    return items;
  }

  /** Adds the profile of another part. */
  LogProfile add(LogProfile other) {
    other.reasons.forEach((reason, count) -> reasons.merge(reason, count, Long::sum));
    for (int u = 0; u < kinds.length; u++) {
      for (int i = 0; i < kinds.length; i++) {
        kinds[u][i] += other.kinds[u][i];
      }
    }
    for (int item = 0; item < other.itemIds.size(); item++) {
      addItem(other.itemIds.get(item), other.combinations[item]);
    }
    users.add(other.users);
    return this;
  }

  /** The ids of the users of some rows. */
  IdSample userSample() {
    return users;
  }

  /** The distinct items of rows that are good once the types of ids are known, ascending. */
  List<Object> itemIds(IdColumns ids) {
    int good = 0;
    for (Id.Kind user : Id.Kind.values()) {
      for (Id.Kind item : Id.Kind.values()) {
        boolean fits =
            Id.misfit("user", user, ids.users()) == null
                && Id.misfit("item", item, ids.items()) == null;
        good |= fits ? bit(user, item) : 0;
      }
    }
    int wanted = good;
    IdType type = ids.items().type();
    return IntStream.range(0, itemIds.size())
        .filter(item -> (combinations[item] & wanted) != 0)
        .mapToObj(itemIds::get)
        .map(item -> type == IdType.LONG ? item : String.valueOf(item))
        .sorted(type.order())
        .toList();
  }

  /** The number of rows by the kind of the user's id. */
  long[] userKinds() {
    long[] counts = new long[Id.Kind.COUNT];
    for (int u = 0; u < counts.length; u++) {
      for (long rows : kinds[u]) {
        counts[u] += rows;
      }
    }
    return counts;
  }

  /** The number of rows by the kind of the item's id. */
  long[] itemKinds() {
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
    for (long count : userKinds()) {
      rows += count;
    }
    return rows;
  }
}
