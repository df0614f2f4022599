package io.nocturne.jobs;

/** A process that prints when it is ready, and waits for a signal. */
final class SignalledJob {
  private SignalledJob() {}

  /** Waits to be terminated, or calls System.exit if the argument is exit. */
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
