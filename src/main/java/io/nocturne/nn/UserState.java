package io.nocturne.nn;

/**
 * What is learnt for the users of one shard, where a network has a vector for each of them.
 *
 * @param vectors [rows of the shard x width]
 * @param optimizer its state for these
 */
public record UserState(float[] vectors, OptimizerState optimizer) {
  /** Of a network without such vectors. */
  public static final UserState NONE =
      new UserState(new float[0], new OptimizerState(new float[0], new float[0], 0));
}
