package io.nocturne.spark.serve;

import io.nocturne.model.metric.RatingScale;
import io.nocturne.spark.UnusableDataException;
import io.nocturne.spark.store.TableStore;
import org.apache.spark.sql.Row;

/** The ratings that a model is trained on. */
public final class TrainingRatings {
  private TrainingRatings() {}

  /**
   * Refuses ratings that lie off the scale which predictions are clipped to: the scale, or the log,
   * is another one than meant.
   *
   * @throws UnusableDataException naming the rating and the key
   */
  public static void require(TableStore tables, RatingScale scale) {
    Row ends =
        tables
            .read("training")
            .selectExpr("min(array_min(weights))", "max(array_max(weights))")
            .collectAsList()
            .get(0);
    for (int end = 0; end < 2; end++) {
      float rating = ends.getFloat(end);
      if (!scale.holds(rating)) {
        throw new UnusableDataException(
            "Invalid rating in the training data: %s (expected %s to %s, as evaluate.rating-scale says). Set evaluate.rating-scale to the lowest and the highest rating of the log, or mend the log"
                .formatted(rating, scale.least(), scale.most()));
      }
    }
  }
}
