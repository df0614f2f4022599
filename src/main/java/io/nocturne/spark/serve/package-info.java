/**
 * From a model to lists, codes and metrics, and the gate before a publication. May import {@code
 * spark.store}, {@code spark.train.rows}, {@code model} and what is below. Read first: {@link
 * Materialization}, {@link Evaluation} and {@link Gate}.
 */
package io.nocturne.spark.serve;
