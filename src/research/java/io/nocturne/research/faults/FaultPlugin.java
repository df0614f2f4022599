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
 * no code of the training knows of it: each executor asks the driver, as a task of a round starts,
 * whether something is to go wrong with it.
 */
public final class FaultPlugin implements SparkPlugin {
  /** The setting of Spark that lists the faults, as {@link Fault#parse} reads them. */
  static final String KEY = "spark.nocturne.research.faults";

  private static volatile Faults faults = Faults.NONE;

  /** Runs something with faults in a session of this JVM that has the plugin. */
  public static <T> T during(Faults some, Supplier<T> what) {
    faults = some;
    try {
      return what.get();
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
   * Knows which task is which. Asked and answered in types of Java alone: the threads of Spark's
   * RPC do not see the classes of a job.
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
      int[] asked = (int[]) message;
      Faults now = faults;
      TaskOfRound task = now == Faults.NONE ? null : stages.task(asked[0], asked[1], asked[2]);
      return (task == null ? Fault.Kind.NONE : now.of(task)).name();
    }
  }

  /** Lets happen what the driver says. */
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
        int[] asked = {task.stageId(), task.partitionId(), task.numPartitions()};
        TaskFault.happen(Fault.Kind.valueOf(ask(asked)), task);
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
