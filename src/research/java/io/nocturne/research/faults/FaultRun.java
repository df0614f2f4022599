package io.nocturne.research.faults;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Runs the training of one case, and checks its result. */
final class FaultRun {
  /** Of each process: some take half a minute on a busy machine, and one that hangs takes more. */
  static final Duration DEADLINE = Duration.ofMinutes(5);

  private static final Pattern RESUMING = Pattern.compile("resuming after round (\\d+)");
  private static final String BEFORE_ROUND_1 = "training needs about";

  private final FaultCase what;
  private final FaultTraining training;
  private final long start = System.nanoTime();
  private int rounds;
  private int repeated = -1;

  FaultRun(FaultCase what, FaultTraining training) {
    this.what = what;
    this.training = training;
  }

  /**
   * When a driver is killed.
   *
   * @param round after it has logged this round, 0 for before the first
   * @param millis so much later
   */
  record Moment(int round, long millis) {}

  /** Runs the training to its end. */
  FaultResult run() throws IOException, InterruptedException {
    try (StartedProcess process = training.start()) {
      String problem = end(process);
      return result(problem.isEmpty() ? missing() : problem);
    }
  }

  /** Kills the driver, and runs the same command again to its end. */
  FaultResult run(Moment moment) throws IOException, InterruptedException {
    int logged = killed(moment);
    try (StartedProcess process = training.start()) {
      String problem = end(process);
      repeated = logged - resumedAfter(process.err());
      return result(problem);
    }
  }

  /** Returns the last round that the driver logged. */
  private int killed(Moment moment) throws IOException, InterruptedException {
    try (StartedProcess process = training.start()) {
      String line = moment.round() == 0 ? BEFORE_ROUND_1 : "round " + moment.round() + " \\(epoch";
      process.await(line, DEADLINE);
      Thread.sleep(moment.millis());
      if (!process.kill()) {
        throw new IllegalStateException("it had ended before it was killed" + process);
      }
      return FaultTraining.lastRound(process);
    }
  }

  private static int resumedAfter(List<String> lines) {
    for (String line : lines) {
      Matcher round = RESUMING.matcher(line);
      if (round.find()) {
        return Integer.parseInt(round.group(1));
      }
    }
    return 0;
  }

  /** Returns what was wrong, empty for nothing. */
  private String end(StartedProcess process) throws InterruptedException {
    try {
      int status = process.end(DEADLINE);
      rounds = FaultTraining.lastRound(process);
      return status == 0 ? "" : "status " + status + process;
    } catch (IllegalStateException e) {
      return e.getMessage(); // it hangs, and is killed when it is closed
    }
  }

  /** A fault that has not happened proves nothing. */
  private String missing() throws IOException {
    FaultEvents events = training.events();
    if (events.lost() < what.kills()) {
      return "no executor was lost for some of " + what.faults();
    }
    if (events.failed() < what.kills() + what.count(Fault.Kind.FAIL)) {
      return "no task has failed for some of " + what.faults();
    }
    long slow = what.count(Fault.Kind.STALL);
    return events.speculative() < slow || slow > 0 && events.failed() > 0
        ? "no second attempt for some of " + what.faults()
        : "";
  }

  private FaultResult result(String problem) throws IOException, InterruptedException {
    double seconds = (System.nanoTime() - start) * 1e-9;
    List<String> left = training.left(repeated >= 0);
    String outcome = problem.isEmpty() ? training.outcome() : "";
    double learning = problem.isEmpty() ? training.seconds() : 0;
    return new FaultResult(
        what, seconds, learning, rounds, training.events(), repeated, left, outcome, problem);
  }
}
