/**
 * What is trained on, on the executors: training rows, dealt to workers as shards, and sums over
 * them. May import {@code spark.train.cluster}, {@code spark}, {@code spark.store}, {@code model}
 * and what is below. Read first: {@link TrainingRows}, then {@link Shards}.
 */
package io.nocturne.spark.train.rows;
