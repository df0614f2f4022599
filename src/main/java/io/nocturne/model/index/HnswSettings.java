package io.nocturne.model.index;

/**
 * The parameters of an HNSW graph (Malkov and Yashunin, "Efficient and robust approximate nearest
 * neighbor search using Hierarchical Navigable Small World graphs", TPAMI 2020).
 *
 * @param m the links of a node on the upper levels; on the lowest up to twice as many
 * @param efConstruction the candidates that are kept while the links of a node are looked for
 * @param ef the candidates that are kept in a search: more find more of the nearest, and take
 *     longer. It belongs to the search, not to the graph
 */
public record HnswSettings(int m, int efConstruction, int ef) {
  public HnswSettings {
    check("m", m, 2, 128);
    check("efConstruction", efConstruction, 1, 10_000);
    check("ef", ef, 1, 10_000);
  }

  private static void check(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "Invalid %s: %d (expected %d to %d)".formatted(name, value, least, most));
    }
  }
}
