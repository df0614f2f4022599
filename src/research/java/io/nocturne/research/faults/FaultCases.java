package io.nocturne.research.faults;

import io.nocturne.research.faults.Fault.Kind;
import io.nocturne.research.faults.Fault.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** What can happen to a training; where there is a choice, it is drawn from a seed. */
final class FaultCases {
  /** The first case, which nothing happens to: all others must end in the same bytes. */
  static final FaultCase REFERENCE = FaultCase.on("local[1]");

  static final FaultCase STANDALONE =
      FaultCase.on(FaultCase.STANDALONE).named("standalone, two workers");

  static final String CLUSTER = "local-cluster[2,1,1024]";

  private final SplittableRandom random;

  private record Happening(Part part, Kind kind) {}

  FaultCases(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** The same training on other masters. */
  static List<FaultCase> masters() {
    return List.of(
        FaultCase.on("local[4]")
            .asUsersRunIt()
            .set("spark.driver.maxResultSize=1g")
            .named("local[4], all compilers, vector kernels, one block"),
        FaultCase.on("local-cluster[2,1,2048]"),
        FaultCase.on("local-cluster[3,2,2048]"),
        STANDALONE);
  }

  /** Tasks that fail, executors that are killed, and executors that come and go. */
  List<FaultCase> executors() {
    List<FaultCase> cases = new ArrayList<>();
    cases.add(
        FaultCase.on("local[4]")
            .with(faults(training(Kind.FAIL), averaging(Kind.FAIL)))
            .named("local[4]: a task fails, of training and of averaging"));
    cases.add(
        FaultCase.on(CLUSTER)
            .with(
                faults(
                    training(Kind.FAIL),
                    averaging(Kind.FAIL),
                    training(Kind.FAIL),
                    averaging(Kind.FAIL)))
            .named("local cluster: tasks fail, of training and of averaging"));
    cases.add(killed("reads the broadcast", training(Kind.KILL_READING)));
    cases.add(killed("is about to train", training(Kind.KILL_AT_START)));
    cases.add(killed("is amid its local steps", training(Kind.KILL_TRAINING)));
    cases.add(killed("has trained and reported nothing", training(Kind.KILL_AT_END)));
    cases.add(killed("is about to average, map outputs lost", averaging(Kind.KILL_AT_START)));
    cases.add(killed("has averaged and reported nothing", averaging(Kind.KILL_AT_END)));
    cases.addAll(standalone());
    return cases;
  }

  /**
   * An executor is killed when others wait for what it has trained, as each has trained something
   * in the first rounds, and one while it trains.
   */
  FaultCase killedTwice() {
    return FaultCase.on(CLUSTER)
        .with(faults(averaging(Kind.KILL_AT_START), training(Kind.KILL_TRAINING)))
        .named("local cluster: executors are killed while averaging, and amid local steps");
  }

  private FaultCase killed(String when, Happening happening) {
    return FaultCase.on(CLUSTER)
        .with(faults(happening))
        .named("local cluster: an executor is killed while it " + when);
  }

  private List<FaultCase> standalone() {
    FaultCase standalone = FaultCase.on(FaultCase.STANDALONE);
    FaultCase dynamic =
        standalone.set(
            "spark.dynamicAllocation.enabled=true",
            "spark.dynamicAllocation.shuffleTracking.enabled=true",
            "spark.dynamicAllocation.initialExecutors=1",
            "spark.dynamicAllocation.minExecutors=1",
            "spark.dynamicAllocation.executorIdleTimeout=1s",
            "spark.dynamicAllocation.cachedExecutorIdleTimeout=1s",
            "spark.dynamicAllocation.shuffleTracking.timeout=1s",
            "spark.executor.cores=1");
    return List.of(
        standalone
            .with(
                faults(
                    training(Kind.KILL_READING),
                    training(Kind.KILL_TRAINING),
                    averaging(Kind.KILL_AT_START)))
            .named("standalone: executors are killed in three rounds"),
        standalone
            .with(faults(training(Kind.STALL), averaging(Kind.STALL)))
            .set(
                "spark.speculation=true",
                "spark.speculation.interval=50ms",
                "spark.speculation.quantile=0.5",
                "spark.speculation.task.duration.threshold=2s", // where a stage has one task
                "spark.speculation.multiplier=1.1")
            .named("standalone: speculation for slow tasks, of training and of averaging"),
        dynamic.named("standalone, dynamic allocation"),
        dynamic
            .with(faults(training(Kind.KILL_TRAINING), averaging(Kind.KILL_AT_START)))
            .named("standalone, dynamic allocation: executors are killed in two rounds"));
  }

  private static Happening training(Kind kind) {
    return new Happening(Part.TRAIN, kind);
  }

  private static Happening averaging(Kind kind) {
    return new Happening(Part.AVERAGE, kind);
  }

  /** One fault for each, in a round and with a task of its own. */
  private Fault[] faults(Happening... happenings) {
    Fault[] faults = new Fault[happenings.length];
    int rounds = FaultTraining.ROUNDS / happenings.length;
    for (int k = 0; k < happenings.length; k++) {
      int round = 1 + k * rounds + random.nextInt(rounds);
      int task = random.nextInt(FaultTraining.WORKERS);
      faults[k] = new Fault(happenings[k].part(), round, task, happenings[k].kind());
    }
    return faults;
  }

  /**
   * When drivers are killed.
   *
   * @param roundMillis how long a round takes
   */
  List<FaultRun.Moment> driverKills(int count, long roundMillis) {
    List<FaultRun.Moment> moments = new ArrayList<>();
    for (int k = 0; k < count; k++) {
      int round = random.nextInt(FaultTraining.ROUNDS);
      moments.add(new FaultRun.Moment(round, random.nextLong(roundMillis)));
    }
    return moments;
  }
}
