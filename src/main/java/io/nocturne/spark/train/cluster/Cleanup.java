package io.nocturne.spark.train.cluster;

import java.util.List;
import org.apache.spark.SparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * Takes back what a training has put onto a cluster, each by itself: that one cannot be taken back
 * must not keep the others there, nor hide why the training has failed. Nothing is left on a
 * cluster that has stopped.
 */
public final class Cleanup {
  private final SparkContext spark;

  public Cleanup(SparkContext spark) {
    this.spark = spark;
  }

  public void destroy(List<? extends Broadcast<?>> broadcasts) {
    broadcasts.forEach(broadcast -> quietly(broadcast::destroy));
  }

  public void quietly(Runnable step) {
    if (spark.isStopped()) {
      return;
    }
    try {
      step.run();
    } catch (RuntimeException e) {
      // Spark has logged it
    }
  }
}
