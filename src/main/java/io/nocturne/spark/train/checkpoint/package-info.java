/**
 * A training after a round, on disk, from which it resumes. May import {@code spark.store} and
 * {@code math}; it knows blocks as bytes and names, and no network. Read first: {@link
 * Checkpoints}.
 */
package io.nocturne.spark.train.checkpoint;
