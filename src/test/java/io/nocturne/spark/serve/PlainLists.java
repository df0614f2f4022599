package io.nocturne.spark.serve;

/** Lists as they are written by default. */
public final class PlainLists {
  /** Nested, of any score. */
  public static final ListSettings SETTINGS =
      new ListSettings(ListForm.NESTED, 250_000, Float.NEGATIVE_INFINITY);

  private PlainLists() {}
}
