package io.nocturne.math;

/**
 * Derives the seeds of independent random streams from one seed and a path of keys, such as (round,
 * worker): the numbers of a stream depend on its purpose, not on which thread or executor draws
 * first.
 */
public final class Seeds {
  private Seeds() {}

  /**
   * The seed of the stream with these keys. The order and the number of keys matter: (1, 2), (2,
   * 1), (1) and (1, 0) are four streams.
   *
   * <p>Each key is folded in by the finalizer of {@link SplitMix64}, which is a bijection of 64
   * bits: paths that differ in only one key never collide, others do with probability 2^-64.
   */
  public static long derive(long seed, long... keys) {
    long state = SplitMix64.mix(seed + SplitMix64.GAMMA);
    for (long key : keys) {
      // The key is mixed on its own first, so that small keys do not cancel small states.
      state = SplitMix64.mix((state ^ SplitMix64.mix(key)) + SplitMix64.GAMMA);
    }
    return state;
  }
}
