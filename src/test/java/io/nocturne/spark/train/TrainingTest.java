package io.nocturne.spark.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.nocturne.model.Ease;
import io.nocturne.model.Parameters;
import io.nocturne.model.Recipe;
import io.nocturne.spark.prepare.PrepareCase;
import io.nocturne.spark.prepare.Prepared;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingTest {
  @TempDir static Path folder;
  private static Prepared prepared;

  @BeforeAll
  static void prepare() {
    PrepareCase preparation = PrepareCase.random(folder, 80, 40, .2);
    preparation.binary = false;
    prepared = preparation.run();
  }

  private static Parameters train(Recipe recipe, Solver solver, int threads) {
    TrainSettings settings = new TrainSettings(recipe, 10, solver, threads, 42);
    return new Training(settings, message -> {}).run(prepared.tables());
  }

  @Test
  void breezeAndLapackGiveTheSameModel() {
    float[][] lapack = train(Recipe.EASE, Solver.LAPACK, 2).blocks();
    float[][] breeze = train(Recipe.EASE, Solver.BREEZE, 1).blocks();
    assertEquals(1, lapack.length);
    assertEquals(40 * 40, lapack[0].length);
    assertArrayEquals(breeze[0], lapack[0], 1e-6f);
  }

  @Test
  void theBytesDoNotDependOnTheThreads() {
    assertArrayEquals(
        train(Recipe.EASE, Solver.LAPACK, 1).blocks()[0],
        train(Recipe.EASE, Solver.LAPACK, 3).blocks()[0]);
  }

  @Test
  void popularityIsTheCountOfTrainingUsers() {
    float[] counts = train(Recipe.POPULARITY, Solver.LAPACK, 1).blocks()[0];
    float[] expected = new float[40];
    prepared
        .training()
        .forEach(row -> row.forEach(item -> expected[prepared.items().indexOf(item)]++));
    assertArrayEquals(expected, counts);
  }

  @Test
  void tellsItsProgress() {
    List<String> told = new ArrayList<>();
    new Training(new TrainSettings(Recipe.EASE, 10, Solver.LAPACK, 2, 42), told::add)
        .run(prepared.tables());
    // 8 x 40^2 bytes for the Gram matrix, whose one tile is whole, and 4 x 40^2 for the solution
    assertEquals("Gram matrix of 40 x 40 items: 0.00 GiB with its solution", told.get(0));
    assertEquals("inverting it on 2 thread(s)", told.get(1));
    assertEquals("inverted: 100 %", told.get(told.size() - 1));
  }

  @Test
  void theTrainingRowsAreInOrder() {
    List<Row> rows = Training.rows(prepared.tables()).collectAsList();
    for (int row = 0; row < rows.size(); row++) {
      assertEquals(row, rows.get(row).getInt(0));
    }
    assertEquals(80, rows.size());
    assertEquals(40, Training.items(prepared.tables()));
  }

  @Test
  void whatDoesNotFitIntoMemoryIsRefusedBeforeItStarts() {
    // 40,000 items: 40,000^2 / 2 doubles and 40,000^2 floats are 12.8e9 bytes, and half a tile row
    long needed = Ease.bytes(40_000);
    assertEquals(
        "Not enough memory for ease over 40,000 items: it needs 12.0 GiB on the driver and has"
            + " 8.0. Raise --driver-memory, or leave rare items out with"
            + " prepare.min-item-interactions",
        assertThrows(
                InsufficientMemoryException.class,
                () -> Training.checkMemory(needed, 40_000, 8L << 30))
            .getMessage());
    long tenPercentMore = (long) (needed / .9) + 1;
    assertDoesNotThrow(() -> Training.checkMemory(needed, 40_000, tenPercentMore));
    assertThrows(
        InsufficientMemoryException.class,
        () -> Training.checkMemory(needed, 40_000, tenPercentMore - 10));
  }
}
