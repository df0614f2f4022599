package io.nocturne.spark.serve;

/**
 * How lists are written.
 *
 * @param form of the tables recommendations and similar_items
 * @param rowsPerFile the maximum number of rows in a file of these tables; a list is never cut
 * @param minScore the least score of a recommendation; negative infinity for any
 */
public record ListSettings(ListForm form, int rowsPerFile, float minScore) {}
