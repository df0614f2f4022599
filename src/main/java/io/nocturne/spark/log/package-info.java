/**
 * From the files of a log to judged rows: surveys a log, decides the types of its ids, and says why
 * rows are bad. May import its rooms ({@code file}, {@code id}, {@code text}, {@code parquet}),
 * {@code spark.location} and {@code spark}; the rooms do not import it. Read first: {@link
 * InteractionLog}, then {@code RowCheck}.
 */
package io.nocturne.spark.log;
