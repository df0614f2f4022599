package io.nocturne.jobs;

/** One part of a run; a command is a sequence of them. */
interface Step {
  /** What it is called in messages and in the report. */
  String label();

  /** Does it, reading from the run's folder and writing to it. */
  void run(RunContext run);
}
