/**
 * The files of a log before their format matters: which there are, how they are written, which
 * columns are read of each, and a row cut into values. May import {@code spark.location} and {@code
 * spark}; the formats import it. Read first: {@link LogFiles}, then {@link LogReader} and {@link
 * RawRow}.
 */
package io.nocturne.spark.log.file;
