package io.nocturne.spark.train.cluster;

import java.util.List;
import org.apache.spark.SparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * Removes what a training has put onto a cluster, one by one: a failure to remove one must neither
 * keep the others there nor hide why the training has failed. A stopped cluster keeps nothing.
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
