package io.nocturne.research.faults;

import java.util.Map;
import java.util.function.Supplier;
import org.apache.spark.SparkContext;
import org.apache.spark.TaskContext;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;

/**
 * Injects faults into the tasks of a training as a plugin of Spark ({@code spark.plugins}), so that
 * the code of the training needs no hooks: when a task of a round starts, its executor asks the
 * driver for a fault.
 */
public final class FaultPlugin implements SparkPlugin {
  /** The setting of Spark that lists the faults, as {@link Fault#parse} reads them. */
  static final String KEY = "spark.nocturne.research.faults";

  private static volatile Faults faults = Faults.NONE;

  /** Runs an action with faults, in this JVM's session, which must have the plugin. */
  public static <T> T during(Faults injected, Supplier<T> action) {
    faults = injected;
    try {
      return action.get();
    } finally {
      faults = Faults.NONE;
    }
  }

  @Override
  public DriverPlugin driverPlugin() {
    return new OnDriver();
  }

  @Override
  public ExecutorPlugin executorPlugin() {
    return new OnExecutor();
  }

  /**
   * Identifies the tasks. Messages use only types of the JDK, as the threads of Spark's RPC cannot
   * load the classes of a job.
   */
  private static final class OnDriver implements DriverPlugin {
    private final RoundStages stages = new RoundStages();

    @Override
    public Map<String, String> init(SparkContext spark, PluginContext context) {
      String listed = context.conf().get(KEY, "");
      if (!listed.isEmpty()) {
        faults = new ListedFaults(Fault.parse(listed));
      }
      spark.addSparkListener(stages);
      return Map.of();
    }

    @Override
    public Object receive(Object message) throws Exception {
      int[] query = (int[]) message;
      Faults current = faults;
      TaskOfRound task = current == Faults.NONE ? null : stages.task(query[0], query[1], query[2]);
      return (task == null ? Fault.Kind.NONE : current.of(task)).name();
    }
  }

  /** Executes the faults that the driver returns. */
  private static final class OnExecutor implements ExecutorPlugin {
    private PluginContext driver;

    @Override
    public void init(PluginContext context, Map<String, String> extra) {
      driver = context;
    }

    @Override
    public void onTaskStart() {
      TaskContext task = TaskContext.get();
      if (RoundStages.isRound(task.getLocalProperty(RoundStages.DESCRIPTION))) {
        int[] query = {task.stageId(), task.partitionId(), task.numPartitions()};
        TaskFault.inject(Fault.Kind.valueOf(ask(query)), task);
      }
    }

    private String ask(int[] message) {
      try {
        return (String) driver.ask(message);
      } catch (Exception e) {
        throw new IllegalStateException("Cannot ask the driver for faults", e);
      }
    }
  }
}
