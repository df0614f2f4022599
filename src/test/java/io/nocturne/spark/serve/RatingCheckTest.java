package io.nocturne.spark.serve;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.model.metric.RatingScale;
import io.nocturne.spark.UnusableDataException;
import io.nocturne.spark.prepare.GivenSplit;
import io.nocturne.spark.prepare.PrepareCase;
import io.nocturne.spark.prepare.Prepared;
import io.nocturne.spark.prepare.SplitKind;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ratings of 2 to 5 to learn from, and one held out. */
class RatingCheckTest {
  @TempDir Path folder;

  private Prepared prepared(String heldOut) {
    PrepareCase preparation =
        PrepareCase.csv(
            folder,
            "user,item,rating,timestamp",
            "1,a,5,1700000001",
            "1,b,3,1700000002",
            "2,b,2,1700000001");
    preparation.split = SplitKind.GIVEN;
    preparation.binary = false;
    Path test = preparation.log.write("test.csv", "user,item,rating,timestamp", heldOut);
    preparation.given = new GivenSplit(test.toString(), "", "", "");
    return preparation.run();
  }

  private static String refusal(Prepared prepared, RatingScale scale) {
    return assertThrows(
            UnusableDataException.class, () -> RatingCheck.require(prepared.tables(), scale))
        .getMessage();
  }

  @Test
  void trainingRatingsOffTheScaleAreRefused() {
    Prepared prepared = prepared("2,a,4,1700000009");
    RatingCheck.require(prepared.tables(), new RatingScale(2, 5, 3));
    String above = refusal(prepared, new RatingScale(1, 4, 3));
    assertTrue(above.contains("5.0 (expected 1.0 to 4.0, as evaluate.rating-scale says)"), above);
    String below = refusal(prepared, new RatingScale(2.5, 5, 3));
    assertTrue(below.contains("2.0 (expected 2.5 to 5.0, as evaluate.rating-scale says)"), below);
    assertTrue(below.contains("Set evaluate.rating-scale"), below);
  }

  /** Of an item that was trained on, and of one that is unknown. */
  @ParameterizedTest
  @CsvSource({"a, 10, 10.0", "x, 0.5, 0.5"})
  void heldOutRatingsOffTheScaleAreRefusedToo(String item, String rating, String named) {
    Prepared prepared = prepared("2,%s,%s,1700000009".formatted(item, rating));
    String message = refusal(prepared, new RatingScale(1, 5, 3));
    String expected = "Invalid rating in the held-out data: %s (expected 1.0 to 5.0, as evaluate";
    assertTrue(message.startsWith(expected.formatted(named)), message);
  }
}
