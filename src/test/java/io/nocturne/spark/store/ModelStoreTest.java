package io.nocturne.spark.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.math.SparseRows;
import io.nocturne.nn.FlatParameters;
import io.nocturne.nn.parameter.Block;
import io.nocturne.nn.parameter.BlockShape;
import io.nocturne.nn.parameter.Parameters;
import io.nocturne.nn.parameter.RowsOf;
import io.nocturne.spark.UnusableDataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelStoreTest {
  @TempDir Path folder;

  private ModelStore store() {
    SparkSession spark = SparkSession.builder().getOrCreate();
    return new ModelStore(spark, new org.apache.hadoop.fs.Path(folder + "/model"));
  }

  @Test
  void blocksComeBackInOrderAndBitForBit() {
    List<Block> blocks = new ArrayList<>();
    for (int block = 0; block < 11; block++) {
      float[] numbers = {block, -0f, Float.MIN_VALUE, -1f / (block + 1)};
      blocks.add(
          Parameters.floats(
              BlockShape.weights("block." + (11 - block), RowsOf.ITEMS, 2, 2), numbers));
    }
    BlockShape inParts = BlockShape.derived("in.parts", RowsOf.USERS, 3, 1);
    blocks.add(new Block.Floats(inParts, new float[][] {{7, 8}, {9}}));
    SparseRows sparse =
        SparseRows.builder(5)
            .add(new int[] {4, 1}, new float[] {.5f, -2})
            .add(new int[0], new float[0])
            .add(new int[] {0}, new float[] {3})
            .build();
    blocks.addAll(Parameters.sparse("item.weights", sparse));
    Parameters saved = new Parameters(blocks);
    store().save(saved, Json.object(), "rows");
    Parameters loaded = store().load();
    assertEquals(saved.shapes(), loaded.shapes());
    for (int block = 0; block < 12; block++) {
      float[][] expected = ((Block.Floats) blocks.get(block)).arrays();
      float[][] actual = ((Block.Floats) loaded.blocks().get(block)).arrays();
      assertEquals(expected.length, actual.length, "cut as it was");
      for (int part = 0; part < expected.length; part++) {
        assertEquals(-1, Arrays.mismatch(expected[part], actual[part]), "which tells -0 from 0");
      }
    }
    assertEquals(sparse, loaded.sparse("item.weights", 5));
    assertEquals("rows", store().tables().info(ModelStore.PARAMETERS).madeFrom());
  }

  @Test
  void theNewModelTakesThePlaceOfTheOld() {
    store().save(FlatParameters.one("first", 1, 1, 2), Json.object(), "a");
    store().save(FlatParameters.one("second", 1, 3), Json.object(), "b");
    assertEquals(1, store().load().blocks().size());
    assertEquals(1, store().provenance().get("parameters").asInt());
  }

  @Test
  void aModelOfAnotherFormatIsRefused() throws IOException {
    store().save(FlatParameters.one("first", 1, 1, 2), Json.object(), "a");
    Path file = folder.resolve("model/model.json");
    Files.writeString(file, Files.readString(file).replace("\"format\" : 2", "\"format\" : 3"));
    Files.deleteIfExists(folder.resolve("model/.model.json.crc"));
    String message = assertThrows(UnusableDataException.class, () -> store().load()).getMessage();
    assertTrue(
        message.endsWith("its format is 3 (expected 2). Train it again with this version"),
        message);
  }

  @Test
  void noModelIsToldByItsFolder() {
    String message =
        assertThrows(UnusableDataException.class, () -> store().provenance()).getMessage();
    assertTrue(message.startsWith("Cannot find a model in "), message);
    assertTrue(message.endsWith("/model. Run train for this date first"), message);
  }
}
