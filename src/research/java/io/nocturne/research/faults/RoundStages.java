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
 * Identifies the round and the part of each stage. The jobs of a round are recognized by their
 * description, which Spark's web UI shows; their last stage averages, the one before trains.
 */
final class RoundStages extends SparkListener {
  /** The property with the description of a job and its tasks. */
  static final String DESCRIPTION = "spark.job.description";

  private static final Pattern ROUND = Pattern.compile("(?:.+: )?round (\\d+)");
  private static final long TIMEOUT_MILLIS = 10_000;

  private final Map<Integer, Stage> stages = new HashMap<>();

  private record Stage(Fault.Part part, int round) {}

  /** Whether a job or a task with this description, which may be null, belongs to a round. */
  static boolean isRound(String description) {
    return description != null && ROUND.matcher(description).matches();
  }

  @Override
  public void onJobStart(SparkListenerJobStart job) {
    String description = job.properties().getProperty(DESCRIPTION);
    if (isRound(description)) {
      jobStarted(
          description,
          CollectionConverters.asJava(job.stageIds()).stream()
              .map(Integer.class::cast)
              .sorted()
              .toList());
    }
  }

  /**
   * @param ids of the job's stages, ascending
   */
  synchronized void jobStarted(String description, List<Integer> ids) {
    Matcher matcher = ROUND.matcher(description);
    if (!matcher.matches() || ids.size() < 2) {
      throw new IllegalArgumentException("Not a round: " + description + ", stages " + ids);
    }
    int round = Integer.parseInt(matcher.group(1));
    stages.put(ids.get(ids.size() - 1), new Stage(Fault.Part.AVERAGE, round));
    stages.put(ids.get(ids.size() - 2), new Stage(Fault.Part.TRAIN, round));
    for (int stage : ids.subList(0, ids.size() - 2)) {
      stages.put(stage, new Stage(null, round)); // distributes the shards
    }
    notifyAll();
  }

  /**
   * The task of a round; null if its stage only prepares the round. Waits until the stage is known,
   * as listeners are notified later than executors.
   */
  synchronized TaskOfRound task(int stage, int number, int tasks)
      throws InterruptedException, TimeoutException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(TIMEOUT_MILLIS);
    while (!stages.containsKey(stage)) {
      long millis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (millis <= 0) {
        throw new TimeoutException("No started job has stage " + stage);
      }
      wait(millis);
    }
    Stage known = stages.get(stage);
    return known.part() == null
        ? null
        : new TaskOfRound(known.part(), known.round(), stage, number, tasks);
  }
}
