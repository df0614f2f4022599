package io.nocturne.math.linear;

import java.io.Serializable;

/**
 * What a sparse Gram matrix keeps.
 *
 * @param threshold the least product of two items, in absolute value, that is kept; what is below
 *     counts as 0. Every product other than 0 is kept if it is 0, and of weights of 1 if it is 1
 * @param similarity what neighbours are ordered by
 * @param least the least similarity of a neighbour
 * @param neighbours the most neighbours of an item: those of the largest similarity
 */
public record GramRule(double threshold, Similarity similarity, double least, int neighbours)
    implements Serializable {

  /** The same with another least similarity. */
  public GramRule withLeast(double other) {
    return new GramRule(threshold, similarity, other, neighbours);
  }

  /** Whether a product is kept. */
  boolean keeps(double product) {
    return product != 0 && Math.abs(product) >= threshold;
  }
}
