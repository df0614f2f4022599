package io.nocturne.spark.train;

import io.nocturne.model.Validation;
import io.nocturne.nn.FlatParameters;
import io.nocturne.nn.parameter.Parameters;
import java.util.Arrays;

/** A metric that follows from the parameters, whatever happened before, and goes up and down. */
public final class HashedValidation implements Validation {
  private int measured;
  private int failing;

  /** The same, which fails when it is asked for this time, from 1 on. */
  HashedValidation failingAt(int time) {
    failing = time;
    return this;
  }

  @Override
  public String metric() {
    return "ndcg@100";
  }

  @Override
  public double measure(Parameters parameters) {
    if (++measured == failing) {
      throw new IllegalStateException("stopped on purpose");
    }
    return Math.floorMod(Arrays.hashCode(FlatParameters.of(parameters)), 1000) / 1000.0;
  }
}
