/**
 * The one shuffle of a preparation: rows of the log, as bytes, to the partitions of their users. It
 * imports the log, and knows nothing of histories. Read first: {@link
 * io.nocturne.spark.prepare.shuffle.ShuffledLog}.
 */
package io.nocturne.spark.prepare.shuffle;
