package io.nocturne.spark.prepare;

import java.io.Serializable;

/**
 * How good rows become histories.
 *
 * @param duplicates what repeated rows about one item become
 * @param minRating interactions with a merged rating below it are dropped; negative infinity keeps
 *     all
 * @param binary whether an interaction weighs 1 rather than its rating
 * @param minUserInteractions users with fewer are dropped
 * @param minItemInteractions items with fewer are dropped
 * @param maxHistory how many interactions a user keeps, the newest; 0 for all
 * @param maxBadShare the largest share of rows that may be bad
 */
public record PrepareSettings(
    Duplicates duplicates,
    double minRating,
    boolean binary,
    int minUserInteractions,
    int minItemInteractions,
    int maxHistory,
    double maxBadShare)
    implements Serializable {}
