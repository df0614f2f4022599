package io.nocturne.jobs;

import io.nocturne.jobs.settings.MaterializeKeys;
import io.nocturne.spark.log.IdTable.Ids;
import io.nocturne.spark.log.file.Role;
import io.nocturne.spark.log.id.IdType;
import io.nocturne.spark.serve.AllowedItems;
import io.nocturne.spark.serve.BlockedPairs;
import io.nocturne.spark.serve.KnownIds;
import io.nocturne.spark.serve.ServedUsers;
import io.nocturne.spark.store.ContentHash;
import io.nocturne.spark.store.TableStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.types.DataTypes;

/** What the settings leave out of the lists: read from the user's tables into those of the run. */
final class Restrictions implements AutoCloseable {
  private static final List<String> TABLES = List.of(AllowedItems.TABLE, ServedUsers.TABLE);

  private static final String ITEMS = "items";
  private static final String USERS = "histories";

  private final RunContext run;
  private final TableStore tables;
  private final MaterializeKeys keys;
  private final Map<String, Object> figures = new LinkedHashMap<>();
  private final List<RestrictionTable> given = new ArrayList<>();

  private Restrictions(RunContext run) {
    this.run = run;
    this.tables = run.tables();
    this.keys = run.settings().lists();
  }

  /**
   * Replaces the run's tables of restrictions.
   *
   * @return the counts, for the report
   */
  static Map<String, Object> write(RunContext run) {
    TABLES.forEach(run.tables()::delete);
    try (Restrictions restrictions = new Restrictions(run)) {
      restrictions.writeItems();
      restrictions.writeUsers();
      return restrictions.figures;
    }
  }

  @Override
  public void close() {
    given.forEach(RestrictionTable::close);
  }

  /** The part of the lists' stamp that says how they are restricted and written. */
  static String stamp(RunContext run) {
    String settings = run.settings().lists().identity();
    if (settings.isEmpty()) {
      return "";
    }
    StringBuilder text = new StringBuilder(settings);
    for (String table : TABLES) {
      if (run.tables().has(table)) {
        text.append(table).append('=').append(run.tables().info(table).sha256()).append('\n');
      }
    }
    return "+" + ContentHash.ofText(text.toString());
  }

  private void writeItems() {
    Optional<RestrictionTable> allowed =
        read(MaterializeKeys.ALLOWED_ITEMS, "allowed_items", ids(keys.item(), ITEMS));
    allowed.ifPresent(
        table -> {
          report(table, AllowedItems.known(tables, table.rows()), keys.item(), ITEMS);
          AllowedItems.write(tables, table.rows(), tables.info(ITEMS).sha256());
        });
  }

  private void writeUsers() {
    Ids user = ids(keys.user(), USERS);
    Optional<RestrictionTable> users = read(MaterializeKeys.USERS, "users", user);
    Optional<BlockedPairs> blocked =
        read(MaterializeKeys.BLOCKED, "blocked", user, ids(keys.item(), ITEMS)).map(this::blocked);
    if (users.isPresent() || blocked.isPresent()) {
      users.ifPresent(this::reportUsers);
      ServedUsers.write(tables, users.map(RestrictionTable::rows), blocked);
    }
  }

  private void reportUsers(RestrictionTable users) {
    report(users, ServedUsers.known(tables, users.rows()), keys.user(), USERS);
  }

  private BlockedPairs blocked(RestrictionTable table) {
    BlockedPairs pairs = new BlockedPairs(tables, table.rows());
    BlockedPairs.Known found = pairs.known();
    if (found.pairs().unknown() > 0) { // that nothing is blocked may be
      table.requireKnown(
          found.pairs(),
          () ->
              "users such as %s and items such as %s"
                  .formatted(example(keys.user(), USERS), example(keys.item(), ITEMS)));
    }
    table.tell(found.pairs(), "%,d pairs".formatted(found.pairs().known()));
    table.count("unknown_users", found.unknownUsers());
    table.count("unknown_items", found.unknownItems());
    return pairs;
  }

  private void report(RestrictionTable table, KnownIds found, Role role, String ofRun) {
    String what = role.name() + "s";
    table.requireKnown(found, () -> what + " such as " + example(role, ofRun));
    long all = tables.info(ofRun).rows();
    table.tell(found, "%,d of %,d %s".formatted(found.known(), all, what));
  }

  /** Reads the table of a key, if it is given. */
  private Optional<RestrictionTable> read(String key, String name, Ids... columns) {
    return Optional.ofNullable(keys.sources().get(key))
        .map(
            source -> {
              RestrictionTable table = new RestrictionTable(run, source, columns);
              given.add(table);
              figures.put(name, table.figures());
              return table;
            });
  }

  /** Ids of the type that they have in a table of the run. */
  private Ids ids(Role role, String table) {
    boolean isLong =
        tables.info(table).schema().apply(column(role)).dataType().equals(DataTypes.LongType);
    return new Ids(role, isLong ? IdType.LONG : IdType.STRING);
  }

  /** The least id in a table of the run. */
  private String example(Role role, String table) {
    return tables
        .read(table)
        .selectExpr("cast(min(%s) as string)".formatted(column(role)))
        .first()
        .getString(0);
  }

  private static String column(Role role) {
    return role.name() + "_id";
  }
}
