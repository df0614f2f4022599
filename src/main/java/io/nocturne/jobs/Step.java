package io.nocturne.jobs;

/** One part of a run; a command is a sequence of them. */
interface Step {
  /** The name in messages and in the report. */
  String label();

  /** Executes the step, which reads and writes the run's folder. */
  void run(RunContext run);
}
