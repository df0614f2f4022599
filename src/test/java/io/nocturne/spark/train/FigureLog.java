package io.nocturne.spark.train;

import io.nocturne.math.Products;
import io.nocturne.spark.train.round.Round;
import java.util.List;

/** Records the figures of each round. */
public record FigureLog(List<Round> figures) implements TrainingLog {
  @Override
  public void started(int workers, String arithmetic, Products products) {
    // only figures are recorded
  }

  @Override
  public void completed(Round round) {
    figures.add(round);
  }
}
