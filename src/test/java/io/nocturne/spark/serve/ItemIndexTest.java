package io.nocturne.spark.serve;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.math.ParallelLoop;
import io.nocturne.model.CodeDirections;
import io.nocturne.model.index.HnswSettings;
import io.nocturne.model.index.IndexChoice;
import io.nocturne.model.index.RandomCodes;
import io.nocturne.spark.UnusableDataException;
import io.nocturne.spark.store.IndexStore;
import io.nocturne.spark.store.Schemas;
import io.nocturne.spark.store.TableStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ItemIndexTest {
  private static final int COUNT = 400;
  private static final int WIDTH = 8;

  @TempDir Path folder;
  private final List<String> progress = new ArrayList<>();

  private TableStore tables(float[] codes) {
    TableStore tables =
        new TableStore(
            SparkSession.builder().getOrCreate(), new org.apache.hadoop.fs.Path(folder.toUri()));
    List<Row> items = new ArrayList<>();
    List<Row> rows = new ArrayList<>();
    for (int item = 0; item < COUNT; item++) {
      String id = "i%03d".formatted(item);
      float[] code = Arrays.copyOfRange(codes, item * WIDTH, (item + 1) * WIDTH);
      items.add(RowFactory.create(id, item, null, 1L));
      rows.add(RowFactory.create(id, code, 1f));
    }
    tables.write("items", items, Schemas.items(DataTypes.StringType), "made from");
    tables.write("item_codes", rows, Schemas.itemCodes(DataTypes.StringType), "made from");
    return tables;
  }

  private Optional<ItemIndex.Built> index(TableStore tables, HnswSettings settings) {
    IndexStore store = new IndexStore(SparkSession.builder().getOrCreate(), tables.folder());
    try (ParallelLoop loop = new ParallelLoop(2)) {
      return new ItemIndex(tables, store, IndexChoice.HNSW, settings, progress::add).write(loop);
    }
  }

  @Test
  void codesAreInTheOrderOfTheItems() {
    float[] codes = RandomCodes.of(4, COUNT, WIDTH);
    assertArrayEquals(
        CodeDirections.of(COUNT, WIDTH, codes).values(), ItemCodes.read(tables(codes)).values());
  }

  @Test
  void aLowRecallIsReportedWithARemedy() {
    TableStore tables = tables(RandomCodes.of(4, COUNT, WIDTH));
    ItemIndex.Built good = index(tables, new HnswSettings(16, 100, 100)).orElseThrow();
    assertTrue(good.recallRounded() >= .95, "recall " + good.recallRounded());
    assertEquals(2, progress.size(), progress.toString());
    progress.clear();
    ItemIndex.Built poor = index(tables, new HnswSettings(2, 1, 1)).orElseThrow();
    assertTrue(poor.recallRounded() < .95, "recall " + poor.recallRounded());
    assertEquals(
        "index: recall@20 is less than 0.95: raise materialize.hnsw.ef (1) or set materialize.index to exact",
        progress.get(2));
  }

  @Test
  void codesThatAreNoNumbersAreRefused() {
    float[] codes = RandomCodes.of(4, COUNT, WIDTH);
    codes[5 * WIDTH + 2] = Float.NaN;
    TableStore tables = tables(codes);
    String message =
        assertThrows(
                UnusableDataException.class, () -> index(tables, new HnswSettings(16, 100, 100)))
            .getMessage();
    assertTrue(message.contains("Invalid code 5: number 2 is NaN"), message);
  }
}
