package io.nocturne.spark.serve;

import io.nocturne.model.metric.RatingScale;
import io.nocturne.spark.Blocks;
import io.nocturne.spark.FloatRange;
import io.nocturne.spark.UnusableDataException;
import io.nocturne.spark.store.TableStore;

/** The ratings that a model is trained on, and those that its predictions are compared with. */
public final class RatingCheck {
  private RatingCheck() {}

  /**
   * Throws if ratings lie outside the scale that predictions are clipped to: the scale or the log
   * is not the intended one.
   *
   * @throws UnusableDataException naming the rating and the key
   */
  public static void require(TableStore tables, RatingScale scale) {
    require(tables, "training", "weights", "training", scale);
    // a test file of a given split may be on another scale than the log
    require(tables, "evaluation", "held_out_weights", "held-out", scale);
    require(tables, "evaluation", "unknown_weights", "held-out", scale);
  }

  private static void require(
      TableStore tables, String table, String column, String kind, RatingScale scale) {
    FloatRange found =
        tables
            .rows(table, "row", column)
            .inBlocks("row", Blocks.size(tables.info(table).rows()))
            .aggregate(
                FloatRange.NONE, (range, row) -> range.with((float[]) row[1]), FloatRange::with);
    for (float end : found.ends()) {
      if (!scale.holds(end)) {
        throw new UnusableDataException(
            "Invalid rating in the %s data: %s (expected %s to %s, as evaluate.rating-scale says). Set evaluate.rating-scale to the lowest and the highest rating of the log, or fix the log"
                .formatted(kind, end, scale.least(), scale.most()));
      }
    }
  }
}
