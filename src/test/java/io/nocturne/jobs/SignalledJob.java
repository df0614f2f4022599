package io.nocturne.jobs;

/** A process that says it is ready, and is stopped by what another sends it. */
final class SignalledJob {
  private SignalledJob() {}

  /** Waits to be ended, or with the argument exit ends itself as code does that has had enough. */
  public static void main(String[] arguments) throws InterruptedException {
    Termination.noteSignals();
    Console console = new Console(System.out, System.err);
    Report report = new Report("nightly");
    JobEnd end = new JobEnd("nightly", console, report, new ReportFiles(report));
    Termination.watch(() -> end.terminated(Termination.signal(), "train"));
    console.tell("ready");
    if (arguments.length > 0) {
      System.exit(Integer.parseInt(arguments[0]));
    }
    Thread.currentThread().join();
  }
}
