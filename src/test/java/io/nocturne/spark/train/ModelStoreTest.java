package io.nocturne.spark.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.nn.parameter.Parameters;
import io.nocturne.spark.UnusableDataException;
import io.nocturne.spark.store.Json;
import java.nio.file.Path;
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
    float[][] blocks = new float[12][];
    for (int block = 0; block < blocks.length; block++) {
      blocks[block] = new float[] {block, -0f, Float.MIN_VALUE, -1f / (block + 1)};
    }
    blocks[11] = new float[] {7};
    store().save(new Parameters(blocks), Json.object(), "rows");
    float[][] loaded = store().load().blocks();
    assertEquals(12, loaded.length);
    for (int block = 0; block < blocks.length; block++) {
      assertArrayEquals(blocks[block], loaded[block]);
    }
    assertEquals("rows", store().tables().info(ModelStore.PARAMETERS).madeFrom());
  }

  @Test
  void theNewModelTakesThePlaceOfTheOld() {
    store().save(new Parameters(new float[][] {{1}, {2}}), Json.object(), "a");
    store().save(new Parameters(new float[][] {{3}}), Json.object(), "b");
    assertEquals(1, store().load().blocks().length);
    assertEquals(1, store().provenance().get("parameters").asInt());
  }

  @Test
  void noModelIsToldByItsFolder() {
    String message =
        assertThrows(UnusableDataException.class, () -> store().provenance()).getMessage();
    assertTrue(message.startsWith("Cannot find a model in "), message);
    assertTrue(message.endsWith("/model. Run train for this date first"), message);
  }
}
