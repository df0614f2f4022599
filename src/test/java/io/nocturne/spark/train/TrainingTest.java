package io.nocturne.spark.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.model.linear.LinearPlan;
import io.nocturne.model.recipe.TestRecipes;
import io.nocturne.nn.FlatParameters;
import io.nocturne.nn.WorkerMemory;
import io.nocturne.spark.prepare.PrepareCase;
import io.nocturne.spark.prepare.Prepared;
import io.nocturne.spark.train.rows.TrainingRow;
import io.nocturne.spark.train.rows.TrainingRows;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainingTest {
  private static final String EASE =
      "ease item-power=0 lambda=10 user-power=0 when-too-large=refuse solver=";

  @TempDir static Path folder;
  private static Prepared prepared;

  @BeforeAll
  static void prepare() {
    PrepareCase preparation = PrepareCase.random(folder, 80, 40, .2);
    preparation.binary = false;
    prepared = preparation.run();
  }

  private static float[] train(String recipe, int threads) {
    return FlatParameters.of(new TestTraining().threads(threads).run(recipe, prepared.tables()));
  }

  @Test
  void breezeAndLapackGiveTheSameModel() {
    float[] lapack = train(EASE + "lapack", 2);
    float[] breeze = train(EASE + "breeze", 1);
    assertEquals(40 * 40 + 3 * 40, lapack.length); // one tile, and three numbers an item
    assertArrayEquals(breeze, lapack, 1e-4f);
  }

  @ParameterizedTest
  @ValueSource(strings = {TestRecipes.EASE, TestRecipes.MULT_DAE, TestRecipes.MULT_VAE})
  void bytesDoNotDependOnThreads(String recipe) {
    assertArrayEquals(train(recipe, 1), train(recipe, 3));
  }

  @Test
  void popularityIsTheCountOfTrainingUsers() {
    float[] counts = train(TestRecipes.POPULARITY, 1);
    float[] expected = new float[40];
    prepared
        .training()
        .forEach(row -> row.forEach(item -> expected[prepared.items().indexOf(item)]++));
    assertArrayEquals(expected, counts);
  }

  @Test
  void reportsProgress() {
    TestTraining training = new TestTraining();
    training.run(TestRecipes.EASE, prepared.tables());
    List<String> messages = training.messages();
    assertTrue(
        messages.get(0).startsWith("plan: 40 x 40 inverse in single precision: 0.00 GiB"),
        messages.get(0));
    assertEquals("inverting the Gram matrix on 2 thread(s)", messages.get(1));
    assertEquals("inverted: 100 %", messages.get(messages.size() - 2));
    assertTrue(messages.get(messages.size() - 1).startsWith("residual "), messages::toString);
  }

  @Test
  void trainingRowsAreInOrder() {
    List<TrainingRow> rows = TrainingRows.of(prepared.tables()).inBlocks().collect();
    for (int row = 0; row < rows.size(); row++) {
      assertEquals(row, rows.get(row).row());
    }
    assertEquals(80, rows.size());
    assertEquals(40, TrainingRows.of(prepared.tables()).items());
  }

  @Test
  void rejectsTooLargeModelsBeforeTraining() {
    // 40,000 items: 79 tile rows, 79 x 80 / 2 tiles of 2^20 bytes; they are sent once more to be
    // stored
    long needed = new LinearPlan(40_000, 2).bytes();
    assertEquals(2 * 79L * 40 * 512 * 512 * 4, needed);
    assertEquals(
        "Not enough memory for ease over 40,000 items: it needs 6.2 GiB on the driver and has"
            + " 3.0. Raise --driver-memory, or do less",
        assertThrows(
                InsufficientMemoryException.class,
                () -> MemoryCheck.driver("ease", 40_000, needed, 3L << 30, "do less"))
            .getMessage());
    long tenPercentMore = (long) (needed / .9) + 1;
    assertDoesNotThrow(() -> MemoryCheck.driver("ease", 40_000, needed, tenPercentMore, "do less"));
    assertThrows(
        InsufficientMemoryException.class,
        () -> MemoryCheck.driver("ease", 40_000, needed, tenPercentMore - 10, "do less"));
  }

  @Test
  void rejectsTooSmallExecutors() {
    String refusal =
        assertThrows(
                InsufficientMemoryException.class,
                () ->
                    MemoryCheck.executor(
                        "mult-vae",
                        40_000,
                        2L << 30,
                        1L << 30,
                        WorkerMemory.remedy(TrainerCase.WIDE, 60)))
            .getMessage();
    assertTrue(refusal.contains("2.0 GiB on an executor and has 1.0"), refusal);
    assertTrue(refusal.contains("Raise --executor-memory, or lower train.batch"), refusal);
    assertDoesNotThrow(() -> MemoryCheck.executor("mult-vae", 40_000, 2L << 30, 3L << 30, ""));
  }
}
