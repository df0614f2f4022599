/**
 * A round as one Spark job: what is sent out, what a task does, and how the parts of the workers
 * are averaged. May import the rooms {@code state}, {@code rows}, {@code cost} and {@code cluster}
 * of {@code spark.train}, {@code nn} and {@code math}. Read first: {@link RoundRunner}, then {@code
 * RoundTask} and {@code RoundReducer}.
 */
package io.nocturne.spark.train.round;
