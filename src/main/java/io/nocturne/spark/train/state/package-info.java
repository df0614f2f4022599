/**
 * What travels between rounds: the arrays of a state, cut into blocks of bytes, their changes and
 * their means. May import {@code nn} and {@code math}; it needs no Spark. Read first: {@link
 * StateArray}, {@link BlockLayout} and {@link StateBlocks}.
 */
package io.nocturne.spark.train.state;
