package io.nocturne.spark.train;

import io.nocturne.model.Validation;
import io.nocturne.nn.FlatParameters;
import io.nocturne.nn.parameter.Parameters;
import java.util.Arrays;

/** A metric that depends on the parameters only and rises and falls. */
public final class HashedValidation implements Validation {
  private int measured;
  private int failing;

  /** The same metric, which fails at this call, counted from 1. */
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
