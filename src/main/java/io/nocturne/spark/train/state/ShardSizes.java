package io.nocturne.spark.train.state;

/**
 * The sizes of shards, and the rows in them: row r is number r / workers of worker r modulo
 * workers.
 */
record ShardSizes(long rows, int workers) {
  /** The number of rows of a worker. */
  int rows(int worker) {
    return (int) ((rows - worker + workers - 1) / workers);
  }

  /** The row with a number within the shard of a worker. */
  long row(int worker, int number) {
    return (long) number * workers + worker;
  }
}
