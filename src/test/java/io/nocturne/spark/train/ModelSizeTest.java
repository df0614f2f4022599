package io.nocturne.spark.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.nocturne.math.Activation;
import io.nocturne.math.LongestArray;
import io.nocturne.math.ParallelLoop;
import io.nocturne.nn.Network;
import io.nocturne.nn.parameter.Parameters;
import io.nocturne.spark.prepare.PrepareCase;
import io.nocturne.spark.prepare.Prepared;
import io.nocturne.spark.train.rows.ItemRows;
import io.nocturne.spark.train.rows.RowCodes;
import io.nocturne.spark.train.rows.Shards;
import io.nocturne.spark.train.rows.TrainingRows;
import java.nio.file.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models with parameters per row: the limits of an array and of the driver's results. */
class ModelSizeTest {
  private static final String LIMIT = "spark.driver.maxResultSize";
  private static final int WIDTH = 20_000;

  @TempDir Path folder;

  private Prepared prepare(int users, int items) {
    return PrepareCase.random(folder, users, items, .5).run();
  }

  private static String refusal(String recipe, Prepared prepared) {
    return assertThrows(
            InsufficientMemoryException.class,
            () -> new TestTraining().run(recipe, prepared.tables()))
        .getMessage();
  }

  /** The message about a block with a vector per row. */
  private static String expected(String recipe, String what, long rows, String of) {
    long width = 20_000_000;
    return "Invalid size of %s for %s: %d %s x 20,000,000 are %,d numbers (expected at most 2,147,483,639, the longest array). Lower train.%s.code"
        .formatted(what, recipe, rows, of, rows * width, recipe);
  }

  @Test
  void rejectsUserVectorsTooLargeForAnArray() {
    Prepared prepared = prepare(150, 5);
    long users = prepared.tables().info("training").rows(); // without users who have no items
    assertEquals(
        expected("cdae", "user.vectors", users, "training users"),
        refusal(
            "cdae code=20000000 code-activation=tanh corruption=dropout loss=logistic negatives=3"
                + " noise=0.3 normalize=true output-activation=identity",
            prepared));
  }

  @Test
  void rejectsItemCodesTooLargeForAnArray() {
    Prepared prepared = prepare(5, 150);
    assertEquals(
        expected("auto-rec", "the codes", prepared.items().size(), "items"),
        refusal(
            "auto-rec activation=sigmoid code=20000000 fold-in-penalty=0.1"
                + " output-activation=identity over=items",
            prepared));
  }

  @Test
  void acceptsTheLongestArray() {
    int longest = LongestArray.LENGTH;
    assertDoesNotThrow(() -> MemoryCheck.array("cdae", "user.vectors", longest, 1, "users"));
    assertThrows(
        InsufficientMemoryException.class,
        () -> MemoryCheck.array("cdae", "user.vectors", longest + 1L, 1, "users"));
  }

  /** 40 codes of 80 kB, with a limit of 1 MB. */
  @Test
  void collectsCodesWithinTheLimit() {
    Prepared prepared = prepare(60, 40);
    Shards shards = Shards.of(ItemRows.of(TrainingRows.of(prepared.tables())), 60, 40);
    Network network = Network.over(60).dense(WIDTH, Activation.SIGMOID).code().multinomial();
    Parameters parameters = Parameters.of(network.initialize(1, new ParallelLoop(1)));
    float[] expected = RowCodes.of(shards, network, parameters);
    SparkConf live = SparkSession.builder().getOrCreate().sparkContext().conf();
    String before = live.get(LIMIT, "1g");
    live.set(LIMIT, "1m");
    try {
      assertArrayEquals(expected, RowCodes.of(shards, network, parameters), 0f);
    } finally {
      live.set(LIMIT, before);
    }
    assertEquals(40 * WIDTH, expected.length);
  }
}
