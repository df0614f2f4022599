package io.nocturne.research.faults;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Runs the training of one case, and checks its result. */
final class FaultRun {
  /** The time limit of a process: some take half a minute on a busy machine. */
  static final Duration DEADLINE = Duration.ofMinutes(5);

  private static final Pattern RESUMING = Pattern.compile("resuming after round (\\d+)");
  private static final String BEFORE_ROUND_1 = "training needs about";

  private final FaultCase faultCase;
  private final FaultTraining training;
  private final long start = System.nanoTime();
  private int rounds;
  private int repeated = -1;

  FaultRun(FaultCase faultCase, FaultTraining training) {
    this.faultCase = faultCase;
    this.training = training;
  }

  /**
   * The moment at which a driver is killed.
   *
   * @param round the round that it has logged; 0 before the first one
   * @param millis delay after that
   */
  record Moment(int round, long millis) {}

  /** Runs the training to its end. */
  FaultResult run() throws IOException, InterruptedException {
    try (StartedProcess process = training.start()) {
      String problem = waitForEnd(process);
      return result(problem.isEmpty() ? missingFault() : problem);
    }
  }

  /** Kills the driver, then runs the same command again to its end. */
  FaultResult run(Moment moment) throws IOException, InterruptedException {
    int logged = killDriver(moment);
    try (StartedProcess process = training.start()) {
      String problem = waitForEnd(process);
      repeated = logged - resumedAfter(process.err());
      return result(problem);
    }
  }

  /** Starts a driver, kills it, and returns the last round that it logged. */
  private int killDriver(Moment moment) throws IOException, InterruptedException {
    try (StartedProcess process = training.start()) {
      String line = moment.round() == 0 ? BEFORE_ROUND_1 : "round " + moment.round() + " \\(epoch";
      process.await(line, DEADLINE);
      Thread.sleep(moment.millis());
      if (!process.kill()) {
        throw new IllegalStateException("the driver ended before it was killed" + process);
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

  /** Waits for the end and returns what went wrong; empty if nothing. */
  private String waitForEnd(StartedProcess process) throws InterruptedException {
    try {
      int status = process.waitForEnd(DEADLINE);
      rounds = FaultTraining.lastRound(process);
      return status == 0 ? "" : "status " + status + process;
    } catch (IllegalStateException e) {
      return e.getMessage(); // it hangs; closing kills it
    }
  }

  /** Returns what is missing if a fault did not happen: the case then proves nothing. */
  private String missingFault() throws IOException {
    FaultEvents events = training.events();
    if (events.lost() < faultCase.kills()) {
      return "fewer executors were lost than expected of " + faultCase.faults();
    }
    if (events.failed() < faultCase.kills() + faultCase.count(Fault.Kind.FAIL)) {
      return "fewer tasks failed than expected of " + faultCase.faults();
    }
    long slow = faultCase.count(Fault.Kind.STALL);
    return events.speculative() < slow || slow > 0 && events.failed() > 0
        ? "speculation did not work as expected of " + faultCase.faults()
        : "";
  }

  private FaultResult result(String problem) throws IOException, InterruptedException {
    double seconds = (System.nanoTime() - start) * 1e-9;
    List<String> leftovers = training.leftovers(repeated >= 0);
    String outcome = problem.isEmpty() ? training.outcome() : "";
    double trainingSeconds = problem.isEmpty() ? training.seconds() : 0;
    return new FaultResult(
        faultCase,
        seconds,
        trainingSeconds,
        rounds,
        training.events(),
        repeated,
        leftovers,
        outcome,
        problem);
  }
}
