/**
 * How long a round will take, measured and predicted, and so how many workers pay. May import the
 * rooms {@code cluster} and {@code state} of {@code spark.train}, {@code nn} and {@code math}. Read
 * first: {@link CostModel}, then {@link CostProbe}.
 */
package io.nocturne.spark.train.cost;
