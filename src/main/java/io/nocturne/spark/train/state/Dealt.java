package io.nocturne.spark.train.state;

/** How rows are dealt to workers: row r is number r / workers of worker r modulo workers. */
record Dealt(long rows, int workers) {
  /** How many rows a worker has. */
  int rows(int worker) {
    return (int) ((rows - worker + workers - 1) / workers);
  }

  /** The row that is a worker's {@code number}-th. */
  long row(int worker, int number) {
    return (long) number * workers + worker;
  }
}
