package io.nocturne.research.faults;

import io.nocturne.research.faults.Fault.Kind;
import io.nocturne.research.faults.Fault.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** The cases; rounds, tasks and moments are drawn from a seed. */
final class FaultCases {
  /** The first case, without faults: all others must end in the same bytes. */
  static final FaultCase REFERENCE = FaultCase.on("local[1]");

  static final FaultCase STANDALONE =
      FaultCase.on(FaultCase.STANDALONE).named("standalone, two workers");

  static final String CLUSTER = "local-cluster[2,1,1024]";

  private final SplittableRandom random;

  private record Injection(Part part, Kind kind) {}

  FaultCases(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** The same training on other masters. */
  static List<FaultCase> masters() {
    return List.of(
        FaultCase.on("local[4]")
            .withAllCompilers()
            .set("spark.driver.maxResultSize=1g")
            .named("local[4], all compilers, vector kernels, one block"),
        FaultCase.on("local-cluster[2,1,2048]"),
        FaultCase.on("local-cluster[3,2,2048]"),
        STANDALONE);
  }

  /** Failing tasks, killed executors, and dynamic allocation of executors. */
  List<FaultCase> executors() {
    List<FaultCase> cases = new ArrayList<>();
    cases.add(
        FaultCase.on("local[4]")
            .with(randomFaults(training(Kind.FAIL), averaging(Kind.FAIL)))
            .named("local[4]: a training task and an averaging task fail"));
    cases.add(
        FaultCase.on(CLUSTER)
            .with(
                randomFaults(
                    training(Kind.FAIL),
                    averaging(Kind.FAIL),
                    training(Kind.FAIL),
                    averaging(Kind.FAIL)))
            .named("local cluster: training and averaging tasks fail"));
    cases.add(killed("reads the broadcast", training(Kind.KILL_READING)));
    cases.add(killed("is about to train", training(Kind.KILL_AT_START)));
    cases.add(killed("does local steps", training(Kind.KILL_TRAINING)));
    cases.add(killed("has trained, but not reported", training(Kind.KILL_AT_END)));
    cases.add(killed("is about to average, map outputs lost", averaging(Kind.KILL_AT_START)));
    cases.add(killed("has averaged, but not reported", averaging(Kind.KILL_AT_END)));
    cases.addAll(standalone());
    return cases;
  }

  /** One executor is killed while others wait for its part of a round, and one while it trains. */
  FaultCase killedTwice() {
    return FaultCase.on(CLUSTER)
        .with(randomFaults(averaging(Kind.KILL_AT_START), training(Kind.KILL_TRAINING)))
        .named("local cluster: executors are killed while averaging and during local steps");
  }

  private FaultCase killed(String when, Injection injection) {
    return FaultCase.on(CLUSTER)
        .with(randomFaults(injection))
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
                randomFaults(
                    training(Kind.KILL_READING),
                    training(Kind.KILL_TRAINING),
                    averaging(Kind.KILL_AT_START)))
            .named("standalone: executors are killed in three rounds"),
        standalone
            .with(randomFaults(training(Kind.STALL), averaging(Kind.STALL)))
            .set(
                "spark.speculation=true",
                "spark.speculation.interval=50ms",
                "spark.speculation.quantile=0.5",
                "spark.speculation.task.duration.threshold=2s", // for stages of one task
                "spark.speculation.multiplier=1.1")
            .named("standalone: speculation for slow training and averaging tasks"),
        dynamic.named("standalone, dynamic allocation"),
        dynamic
            .with(randomFaults(training(Kind.KILL_TRAINING), averaging(Kind.KILL_AT_START)))
            .named("standalone, dynamic allocation: executors are killed in two rounds"));
  }

  private static Injection training(Kind kind) {
    return new Injection(Part.TRAIN, kind);
  }

  private static Injection averaging(Kind kind) {
    return new Injection(Part.AVERAGE, kind);
  }

  /** Assigns each a random task in a random round, no two in one round. */
  private Fault[] randomFaults(Injection... injections) {
    Fault[] faults = new Fault[injections.length];
    int rounds = FaultTraining.ROUNDS / injections.length;
    for (int k = 0; k < injections.length; k++) {
      int round = 1 + k * rounds + random.nextInt(rounds);
      int task = random.nextInt(FaultTraining.WORKERS);
      faults[k] = new Fault(injections[k].part(), round, task, injections[k].kind());
    }
    return faults;
  }

  /**
   * The moments at which drivers are killed.
   *
   * @param roundMillis the duration of a round
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
