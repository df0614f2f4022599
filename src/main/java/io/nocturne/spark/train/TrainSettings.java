package io.nocturne.spark.train;

import io.nocturne.model.Recipe;

/**
 * What is trained and how.
 *
 * @param lambda EASE's penalty
 * @param solver what inverts EASE's Gram matrix
 * @param threads how many threads the driver computes with
 */
public record TrainSettings(Recipe recipe, double lambda, Solver solver, int threads, long seed) {}
