package io.nocturne.spark.prepare;

import io.nocturne.spark.prepare.TrainedRows.Numbered;
import io.nocturne.spark.store.Schemas;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import scala.collection.immutable.ArraySeq;

/**
 * What {@link Preparation} does between reading and writing, in this thread and without a Spark
 * job: the same classes, one partition. Ids are text.
 */
final class LocalPrepared extends PreparedRows {
  private final Map<String, List<Row>> tables = new HashMap<>();
  private final Tally tally;

  /** A row of a log; {@code order} may be null. */
  record Logged(Part part, String user, String item, long time, double rating, Long order) {}

  private LocalPrepared(
      List<UserSplit> users, Catalogue catalogue, List<String> logItems, PrepareSettings settings) {
    tally = Tally.of(users.iterator());
    int[] newIndex = catalogue.newIndex();
    tables.put(
        "items",
        IntStream.range(0, newIndex.length)
            .filter(item -> newIndex[item] >= 0)
            .mapToObj(item -> RowFactory.create(logItems.get(item)))
            .toList());
    List<UserSplit> kept = users.stream().filter(UserSplit::isKept).toList();
    tables.put("users", kept.stream().map(user -> RowFactory.create(user.userId())).toList());
    StructType vectors = Schemas.vectors(DataTypes.StringType, true);
    tables.put(
        "vectors",
        IntStream.range(0, kept.size())
            .mapToObj(k -> row(vectors, vector(kept.get(k), k)))
            .toList());
    List<Numbered> numbered = new ArrayList<>();
    TrainedRows.number(users.iterator(), 0).forEachRemaining(numbered::add);
    put(
        "histories",
        Schemas.histories(DataTypes.StringType),
        numbered.stream().map(PreparedTables::history));
    put(
        "training",
        Schemas.training(),
        users.stream()
            .filter(UserSplit::isTrained)
            .map(user -> PreparedTables.training(user.training())));
    Stream<Object[]> ranked = evaluation(numbered, HeldOut::hasTargets);
    Stream<Object[]> others =
        settings.binary() ? Stream.of() : evaluation(numbered, HeldOut::isUnknownOnly);
    put("evaluation", Schemas.evaluation(DataTypes.StringType), Stream.concat(ranked, others));
  }

  private static Stream<Object[]> evaluation(
      List<Numbered> users, java.util.function.Predicate<HeldOut> wanted) {
    List<Object[]> rows = new ArrayList<>();
    users.forEach(user -> EvaluationRows.rows(user, wanted).forEachRemaining(rows::add));
    return rows.stream();
  }

  private void put(String table, StructType schema, Stream<Object[]> values) {
    List<Row> rows = new ArrayList<>();
    values.forEach(
        row ->
            rows.add(row(schema, Stream.concat(Stream.of(rows.size()), Stream.of(row)).toArray())));
    tables.put(table, rows);
  }

  private static Object[] vector(UserSplit user, int index) {
    List<Object> values = new ArrayList<>(List.of(PreparedTables.vector(user, true)));
    values.add(1, index);
    return values.toArray();
  }

  /** A row as Spark returns them: arrays are sequences. */
  private static Row row(StructType schema, Object[] values) {
    Object[] read =
        Arrays.stream(values)
            .map(
                value ->
                    value != null && value.getClass().isArray()
                        ? ArraySeq.unsafeWrapArray(value)
                        : value)
            .toArray();
    return new GenericRowWithSchema(read, schema);
  }

  /** Prepares. */
  static LocalPrepared of(List<Logged> log, PrepareSettings settings, SplitSettings split) {
    List<String> items =
        List.copyOf(
            new TreeSet<>(
                log.stream().filter(row -> row.part == Part.LOG).map(Logged::item).toList()));
    long[] keys = items.stream().mapToLong(Draws::key).toArray();
    List<TestRow> rows = log.stream().map(logged -> row(logged, items)).toList();
    List<UserLog> gathered = new ArrayList<>();
    new UserLogs(TestRow.byUser(rows), settings, split, keys).forEachRemaining(gathered::add);
    Core core =
        new KCore(settings.minUserInteractions(), settings.minItemInteractions(), message -> {})
            .of(items.size(), left -> KCore.count(gathered.iterator(), left, items.size()));
    Splitter splitter = new Splitter(split);
    List<UserSplit> splits =
        gathered.stream().map(user -> splitter.split(user, core, keys)).toList();
    Catalogue catalogue = Catalogue.of(Catalogue.trained(splits.iterator(), items.size()));
    List<UserSplit> reindexed =
        splits.stream().map(user -> user.reindex(catalogue.newIndex())).toList();
    return new LocalPrepared(reindexed, catalogue, items, settings);
  }

  private static TestRow row(Logged logged, List<String> items) {
    int item = items.indexOf(logged.item);
    return new TestRow(
        logged.user,
        logged.part,
        item < 0 ? null : item,
        item < 0 ? logged.item : null,
        logged.time,
        logged.rating,
        logged.order);
  }

  @Override
  public List<Row> rows(String table, String key) {
    return tables.get(table); // in the order of their numbers, and so of their users
  }

  @Override
  public long figure(String name) {
    return tally.byName().get(name);
  }

  Tally tally() {
    return tally;
  }
}
