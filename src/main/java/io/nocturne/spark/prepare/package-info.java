/**
 * From judged rows to the tables that are trained on, measured and served. May import {@code
 * spark.log}, {@code spark.store}, {@code model} and what is below; it knows nothing of training.
 * Read first: {@link Preparation}, then {@code Splitter} and {@code UserLog}.
 */
package io.nocturne.spark.prepare;
