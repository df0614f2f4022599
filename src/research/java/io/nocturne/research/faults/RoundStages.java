package io.nocturne.research.faults;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Tells which stage is which part of which round. A round is known by the description of its jobs,
 * which Spark's web page shows; its jobs end in the stage that averages, and the one before it
 * trains.
 */
final class RoundStages extends SparkListener {
  /** Where a job and its tasks have the description. */
  static final String DESCRIPTION = "spark.job.description";

  private static final Pattern ROUND = Pattern.compile("(?:.+: )?round (\\d+)");
  private static final long MOST_MILLIS = 10_000;

  private final Map<Integer, Stage> stages = new HashMap<>();

  private record Stage(Fault.Part part, int round) {}

  /** Whether a job or a task of this description, which may be null, belongs to a round. */
  static boolean isRound(String description) {
    return description != null && ROUND.matcher(description).matches();
  }

  @Override
  public void onJobStart(SparkListenerJobStart job) {
    String description = job.properties().getProperty(DESCRIPTION);
    if (isRound(description)) {
      started(
          description,
          CollectionConverters.asJava(job.stageIds()).stream()
              .map(Integer.class::cast)
              .sorted()
              .toList());
    }
  }

  /**
   * @param ids of the job's stages, in their order
   */
  synchronized void started(String description, List<Integer> ids) {
    Matcher matcher = ROUND.matcher(description);
    if (!matcher.matches() || ids.size() < 2) {
      throw new IllegalArgumentException("No round: " + description + ", stages " + ids);
    }
    int round = Integer.parseInt(matcher.group(1));
    stages.put(ids.get(ids.size() - 1), new Stage(Fault.Part.AVERAGE, round));
    stages.put(ids.get(ids.size() - 2), new Stage(Fault.Part.TRAIN, round));
    for (int stage : ids.subList(0, ids.size() - 2)) {
      stages.put(stage, new Stage(null, round)); // deals the shards
    }
    notifyAll();
  }

  /**
   * The part that a stage of a round is; null for one that only prepares it. Waits until it is
   * known: a listener hears of it later than executors do.
   */
  synchronized TaskOfRound task(int stage, int number, int of)
      throws InterruptedException, TimeoutException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(MOST_MILLIS);
    while (!stages.containsKey(stage)) {
      long millis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (millis <= 0) {
        throw new TimeoutException("No job that has started has stage " + stage);
      }
      wait(millis);
    }
    Stage known = stages.get(stage);
    return known.part() == null
        ? null
        : new TaskOfRound(known.part(), known.round(), stage, number, of);
  }
}
