package io.nocturne.spark.serve;

import io.nocturne.model.metric.Evidence;
import java.io.Serializable;

/** A held-out user and what a model did for the user. */
final class MeasuredUser implements Serializable {
  private static final long serialVersionUID = 1;

  private final Object userId;
  private final Evidence evidence;

  MeasuredUser(Object userId, Evidence evidence) {
    this.userId = userId;
    this.evidence = evidence;
  }

  Object userId() {
    return userId;
  }

  Evidence evidence() {
    return evidence;
  }
}
