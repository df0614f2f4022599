package io.nocturne.spark.train;

import io.nocturne.nn.Plan;

/**
 * How models are trained.
 *
 * @param plan how networks are
 * @param threads how many threads the driver computes with
 * @param executorThreads how many threads a training task computes with
 */
public record TrainSettings(Plan plan, int threads, int executorThreads, long seed) {}
