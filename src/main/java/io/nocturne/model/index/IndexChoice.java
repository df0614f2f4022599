package io.nocturne.model.index;

/** Whether the nearest codes are searched for exactly or by an index. */
public enum IndexChoice {
  /** Exact for as many codes as are searched as fast without an index, or faster. */
  AUTO,
  /** All codes are compared. */
  EXACT,
  /** A {@link CodeIndex}. */
  HNSW;

  /**
   * The greatest number of codes that are searched exactly by default. It is a number of codes, not
   * of seconds or cores, so that the answers do not depend on the cluster; docs/benchmarks.md has
   * measurements on both sides of it.
   */
  public static final int MOST_EXACT = 500_000;

  /**
   * What is done for a number of codes.
   *
   * @param usesIndex whether an index is built and asked
   * @param why a clause
   */
  public record Decision(boolean usesIndex, String why) {}

  /** Decides for a number of codes. */
  public Decision decide(int count) {
    return switch (this) {
      case EXACT -> new Decision(false, "materialize.index is exact");
      case HNSW -> new Decision(true, "materialize.index is hnsw");
      case AUTO ->
          count > MOST_EXACT
              ? new Decision(true, "%,d codes are more than %,d".formatted(count, MOST_EXACT))
              : new Decision(false, "%,d codes are no more than %,d".formatted(count, MOST_EXACT));
    };
  }
}
