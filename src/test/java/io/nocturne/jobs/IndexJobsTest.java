package io.nocturne.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.nocturne.math.ParallelLoop;
import io.nocturne.model.CodeDirections;
import io.nocturne.model.RankedList;
import io.nocturne.model.index.CodeIndex;
import io.nocturne.model.index.ExactSearch;
import io.nocturne.spark.UnusableDataException;
import io.nocturne.spark.serve.ItemCodes;
import io.nocturne.spark.store.IndexStore;
import io.nocturne.spark.store.TableStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Jobs that index the codes of items. */
class IndexJobsTest {
  @TempDir static Path temp;

  /** One root for all tests: each materializes the same model. */
  @BeforeAll
  static void train() {
    SmallLog.write(temp.resolve("log.csv"), SmallLog.csv());
    run(Command.PREPARE).done();
    run(Command.TRAIN).done();
  }

  private static JobRun run(Command command, String... keyValues) {
    Stream<String> given =
        Stream.of(
            "root=" + temp.resolve("root"),
            "input.path=" + temp.resolve("log.csv"),
            "train.recipe=mult-vae",
            "train.epochs=2",
            "train.mult-vae.hidden=8",
            "train.mult-vae.code=4",
            "gate.metric=",
            "gate.max-identical-lists=1");
    return JobRun.of(
        command, Stream.concat(given, Arrays.stream(keyValues)).toArray(String[]::new));
  }

  private static Path work() {
    return temp.resolve("root/work/date=2026-11-20");
  }

  private static SparkSession spark() {
    return SparkSession.builder().getOrCreate();
  }

  private static IndexStore store(Path run) {
    return new IndexStore(spark(), new org.apache.hadoop.fs.Path(run.toUri()));
  }

  private static CodeDirections codes(Path run) {
    return ItemCodes.read(new TableStore(spark(), new org.apache.hadoop.fs.Path(run.toUri())));
  }

  /** In one root, and so in this order: publishing empties the folder of the run in the making. */
  @Test
  void anIndexIsMadeRefusedDeletedAndPublished() throws IOException {
    exactWhereThatIsFastEnough();
    JobRun run =
        run(Command.MATERIALIZE, "materialize.index=hnsw", "materialize.hnsw.ef=30")
            .done()
            .says("nearest codes: by an index, as materialize.index is hnsw")
            .says("index: recall@20 1.0 of 12 codes");
    assertEquals("{\"used\":\"hnsw\",\"recall\":1.0}", run.report().path("index").toString());
    JsonNode about = store(work()).find().orElseThrow();
    assertEquals(30, about.path("ef").asInt());
    assertEquals(1, about.path("recall").path("value").asDouble());
    byte[] first = Files.readAllBytes(work().resolve("index/hnsw.bin"));
    assertEquals(first.length, about.path("bytes").asInt());
    CodeDirections codes = codes(work());
    CodeIndex index = store(work()).load(codes);
    try (ParallelLoop loop = new ParallelLoop(1)) {
      int[] items = {0, 7, 11};
      List<RankedList> expected = new ExactSearch(codes).similar(items, 5, loop);
      List<RankedList> found = index.similar(items, 5, loop);
      for (int q = 0; q < items.length; q++) {
        assertEquals(
            Arrays.toString(expected.get(q).items()), Arrays.toString(found.get(q).items()));
      }
    }
    refusesWhatIsDamagedOrOfAnotherRun(codes);
    Path published =
        run(Command.PUBLISH, "materialize.index=hnsw", "materialize.hnsw.ef=30").published();
    assertEquals(about, store(published).find().orElseThrow());
    assertEquals(
        -1, Arrays.mismatch(first, Files.readAllBytes(published.resolve("index/hnsw.bin"))));
  }

  /** The cosines of the published codes, whether an index is asked or not. */
  @ParameterizedTest
  @ValueSource(strings = {"exact", "hnsw"})
  void listsByCodesAreTheNearest(String index) {
    Path root = temp.resolve("by codes " + index);
    String[] byCodes = {
      "root=" + root,
      "materialize.index=" + index,
      "materialize.hnsw.ef=2", // fewer than there are items: the graph is searched
      "materialize.similar-by=codes",
      "materialize.recommend-by=codes",
      "materialize.similar-items=3",
      "materialize.top-n=4"
    };
    Path published = run(Command.NIGHTLY, byCodes).done().published();
    CodeDirections items = codes(published);
    Map<Object, Integer> indices = new HashMap<>();
    Output.table(published, "items")
        .forEach(row -> indices.put(row.getAs("item_id"), row.getAs("item_index")));
    for (Row row : Output.table(published, "similar_items")) {
      int item = indices.get(row.get(0));
      assertNearest(direction(items, item), items, Set.of(item), row.getList(1), indices, index);
    }
    Map<Object, Row> users = byFirst(Output.table(published, "user_codes"));
    Map<Object, Row> vectors = byFirst(Output.table(published, "vectors"));
    int compared = 0;
    for (Row row : Output.table(published, "recommendations")) {
      if (!row.getAs("tier").equals("popular") && vectors.containsKey(row.get(0))) {
        List<Float> code = users.get(row.get(0)).getList(1);
        float[] numbers = new float[code.size()];
        for (int k = 0; k < numbers.length; k++) {
          numbers[k] = code.get(k);
        }
        float[] direction = CodeDirections.of(1, numbers.length, numbers).values();
        List<Integer> known = vectors.get(row.get(0)).getList(2);
        assertNearest(direction, items, Set.copyOf(known), row.getList(1), indices, index);
        compared++;
      }
    }
    assertTrue(compared > 10, "lists: " + compared);
  }

  private static Map<Object, Row> byFirst(List<Row> rows) {
    Map<Object, Row> byFirst = new HashMap<>();
    rows.forEach(row -> byFirst.put(row.get(0), row));
    return byFirst;
  }

  private static float[] direction(CodeDirections items, int item) {
    int width = items.width();
    return Arrays.copyOfRange(items.values(), item * width, (item + 1) * width);
  }

  private static double cosine(float[] direction, CodeDirections items, int item) {
    double sum = 0;
    for (int k = 0; k < direction.length; k++) {
      sum += (double) direction[k] * items.values()[item * items.width() + k];
    }
    return sum;
  }

  /** Each listed item has its cosine for a score; no item that is left out is nearer, if exact. */
  private static void assertNearest(
      float[] direction,
      CodeDirections items,
      Set<Integer> without,
      List<Row> list,
      Map<Object, Integer> indices,
      String index) {
    assertFalse(list.isEmpty());
    Set<Integer> listed = new HashSet<>();
    double last = Double.POSITIVE_INFINITY;
    for (Row entry : list) {
      int item = indices.get(entry.get(0));
      assertTrue(listed.add(item) && !without.contains(item), () -> list + " of " + without);
      assertEquals(cosine(direction, items, item), entry.getFloat(1), 1e-5);
      assertTrue(entry.getFloat(1) <= last);
      last = entry.getFloat(1);
    }
    if (index.equals("exact")) {
      for (int item = 0; item < items.count(); item++) {
        if (!listed.contains(item) && !without.contains(item)) {
          assertTrue(cosine(direction, items, item) <= last + 1e-5, "item " + item);
        }
      }
    }
  }

  @Test
  void listsByCodesNeedCodes() {
    run(Command.MATERIALIZE, "train.recipe=ease", "materialize.similar-by=codes")
        .refused(
            2,
            "Invalid materialize.similar-by: codes (expected model, as ease has no codes)",
            "choose another train.recipe");
  }

  private static void exactWhereThatIsFastEnough() throws IOException {
    run(Command.MATERIALIZE, "materialize.index=hnsw").done();
    assertTrue(Files.exists(work().resolve("index/hnsw.json")));
    JobRun run =
        run(Command.MATERIALIZE).done().says("nearest codes: exact, as 12 codes are no more than");
    assertEquals("{\"used\":\"exact\"}", run.report().path("index").toString());
    assertFalse(Files.exists(work().resolve("index")), "that of the attempt before");
    String message =
        assertThrows(UnusableDataException.class, () -> store(work()).load(codes(work())))
            .getMessage();
    assertTrue(message.startsWith("Cannot find the index "), message);
  }

  private static void refusesWhatIsDamagedOrOfAnotherRun(CodeDirections codes) throws IOException {
    Path file = work().resolve("index/hnsw.bin");
    byte[] whole = Files.readAllBytes(file);
    byte[] damaged = whole.clone();
    damaged[whole.length / 2] ^= 1;
    Files.write(file, damaged);
    assertRefused("its checksum is wrong", codes);
    String[] asMaterialized = {"materialize.index=hnsw", "materialize.hnsw.ef=30"};
    run(Command.PUBLISH, asMaterialized).refused(3, "hnsw.bin is damaged: content hash");
    Files.write(file, whole);
    CodeDirections others = CodeDirections.of(codes.count(), codes.width(), others(codes));
    assertRefused("it is of another run: its codes are not those of this one", others);
    Path about = work().resolve("index/hnsw.json");
    String json = Files.readString(about);
    Files.writeString(about, json.replaceAll("(made_from\" : \").", "$1x"));
    run(Command.PUBLISH, asMaterialized).refused(3, "it is of another run");
    Files.writeString(about, json);
  }

  private static float[] others(CodeDirections codes) {
    float[] others = codes.values().clone();
    others[0] += 1;
    return others;
  }

  private static void assertRefused(String why, CodeDirections codes) {
    String message =
        assertThrows(UnusableDataException.class, () -> store(work()).load(codes)).getMessage();
    assertTrue(message.contains(why), message);
    assertTrue(message.endsWith("Run materialize for its date again"), message);
  }
}
