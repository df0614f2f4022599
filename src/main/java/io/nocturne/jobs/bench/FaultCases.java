package io.nocturne.jobs.bench;

import static io.nocturne.spark.train.RoundHook.Point.EPOCH;
import static io.nocturne.spark.train.RoundHook.Point.LEARNING;
import static io.nocturne.spark.train.RoundHook.Point.LEARNT;
import static io.nocturne.spark.train.RoundHook.Point.READING;
import static io.nocturne.spark.train.RoundHook.Point.REDUCING;

import io.nocturne.spark.train.RoundHook.Point;
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
            .with(faults(Fault.Kind.THROW, LEARNT, REDUCING))
            .named("local[4]: a task throws, map and reduce"));
    cases.add(
        FaultCase.on(CLUSTER)
            .with(faults(Fault.Kind.THROW, READING, EPOCH, LEARNT, REDUCING))
            .named("local cluster: a task throws, map and reduce"));
    cases.add(killed("reads the broadcast", READING));
    cases.add(killed("is about to learn", LEARNING));
    cases.add(killed("is amid its local steps", EPOCH));
    cases.add(killed("has learnt and sent nothing", LEARNT));
    cases.add(killed("reduces, the map outputs lost", REDUCING));
    cases.addAll(standalone());
    return cases;
  }

  /**
   * An executor is killed when others wait for what it has learnt, as each has learnt something in
   * the first rounds, and one while it learns.
   */
  FaultCase killedTwice() {
    return FaultCase.on(CLUSTER)
        .with(faults(Fault.Kind.KILL, REDUCING, EPOCH))
        .named("local cluster: executors are killed while reducing, and amid local steps");
  }

  private FaultCase killed(String when, Point point) {
    return FaultCase.on(CLUSTER)
        .with(faults(Fault.Kind.KILL, point))
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
            .with(faults(Fault.Kind.KILL, READING, EPOCH, REDUCING))
            .named("standalone: executors are killed in three rounds"),
        standalone
            .with(faults(Fault.Kind.SLOW, EPOCH, REDUCING))
            .set(
                "spark.speculation=true",
                "spark.speculation.interval=50ms",
                "spark.speculation.quantile=0.5",
                "spark.speculation.task.duration.threshold=2s", // where a stage has one task
                "spark.speculation.multiplier=1.1")
            .named("standalone: speculation beside slow tasks, map and reduce"),
        dynamic.named("standalone, dynamic allocation"),
        dynamic
            .with(faults(Fault.Kind.KILL, EPOCH, REDUCING))
            .named("standalone, dynamic allocation: executors are killed in two rounds"));
  }

  /** One fault of the kind at each point, each in a round and a worker or reducer of its own. */
  private Fault[] faults(Fault.Kind kind, Point... points) {
    Fault[] faults = new Fault[points.length];
    int rounds = FaultTraining.ROUNDS / points.length;
    for (int k = 0; k < points.length; k++) {
      int round = 1 + k * rounds + random.nextInt(rounds);
      faults[k] = new Fault(points[k], round, random.nextInt(FaultTraining.WORKERS), kind);
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
