package io.nocturne.math.linear;

import java.io.Serializable;
import java.util.Arrays;

/**
 * Some rows of a {@link SparseGram}: the ranks {@code part}, {@code part + parts}, {@code part + 2
 * parts} and so on, which deals popular and rare items evenly. A row holds the products with more
 * popular items, and the neighbours of its item. (Not a record, because Spark's Kryo cannot
 * serialize records.)
 */
public final class GramPart implements Serializable {
  private static final long serialVersionUID = 1;

  private final int[] offsets;
  private final int[] ranks;
  private final float[] products;
  private final int[] neighbourOffsets;
  private final int[] neighbours;

  private GramPart(
      int[] offsets, int[] ranks, float[] products, int[] neighbourOffsets, int[] neighbours) {
    this.offsets = offsets;
    this.ranks = ranks;
    this.products = products;
    this.neighbourOffsets = neighbourOffsets;
    this.neighbours = neighbours;
  }

  /** The ranks of a part. */
  public static int[] ranks(int part, int parts, int items) {
    int[] ranks = new int[Math.max(0, (items - part + parts - 1) / parts)];
    Arrays.setAll(ranks, k -> part + k * parts);
    return ranks;
  }

  /**
   * Computes a part.
   *
   * @param rows over the ranks of the part
   * @param wanted these ranks
   */
  public static GramPart of(GramRows rows, int[] wanted, RankedItems items, GramRule rule) {
    NeighbourChoice choice = new NeighbourChoice(items, rule);
    int[] offsets = new int[wanted.length + 1];
    int[] neighbourOffsets = new int[wanted.length + 1];
    Growing kept = new Growing();
    int[] neighbours = new int[1024];
    for (int place = 0; place < wanted.length; place++) {
      rows.compute(place);
      for (int k = 0; k < rows.size() && rows.rank(k) < wanted[place]; k++) {
        double product = rows.product(rows.rank(k));
        if (rule.keeps(product)) {
          kept.add(rows.rank(k), (float) product);
        }
      }
      offsets[place + 1] = kept.size;
      int from = neighbourOffsets[place];
      int chosen = choice.choose(wanted[place], rows);
      neighbourOffsets[place + 1] = Math.addExact(from, chosen);
      while (neighbours.length < from + chosen) {
        neighbours = Arrays.copyOf(neighbours, grown(neighbours.length));
      }
      choice.ranks(neighbours, from);
    }
    return new GramPart(
        offsets,
        Arrays.copyOf(kept.ranks, kept.size),
        Arrays.copyOf(kept.products, kept.size),
        neighbourOffsets,
        Arrays.copyOf(neighbours, neighbourOffsets[wanted.length]));
  }

  private static int grown(int length) {
    return Math.toIntExact(Math.min(Integer.MAX_VALUE - 8L, length + (length >> 1) + 16L));
  }

  /** Where the row of a place starts, for {@link #rank} and {@link #product}. */
  int start(int place) {
    return offsets[place];
  }

  /** Where it ends. */
  int end(int place) {
    return offsets[place + 1];
  }

  int rank(int k) {
    return ranks[k];
  }

  float product(int k) {
    return products[k];
  }

  /** The neighbours of the item of a place, ascending ranks, as a new array. */
  int[] neighbours(int place) {
    return Arrays.copyOfRange(neighbours, neighbourOffsets[place], neighbourOffsets[place + 1]);
  }

  /** The number of products. */
  public int size() {
    return ranks.length;
  }

  /** The number of neighbours of all its items. */
  public int neighbours() {
    return neighbours.length;
  }

  /** Entries that are added one after another. */
  private static final class Growing {
    private int[] ranks = new int[1024];
    private float[] products = new float[1024];
    private int size;

    void add(int rank, float product) {
      if (size == ranks.length) {
        ranks = Arrays.copyOf(ranks, grown(size));
        products = Arrays.copyOf(products, ranks.length);
      }
      ranks[size] = rank;
      products[size++] = product;
    }
  }
}
