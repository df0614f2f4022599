package io.nocturne.spark.train.cost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.BlockId;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import scala.jdk.javaapi.CollectionConverters;

/** One run for two executors, simulated by two threads of the only executor. */
class CostProbeTest {
  private static final JavaSparkContext SPARK =
      JavaSparkContext.fromSparkContext(SparkSession.builder().getOrCreate().sparkContext());

  private static final List<JavaRDD<Integer>> ALONE = new ArrayList<>();
  private static int persistentBefore;
  private static long memoryBefore;
  private static List<String> filesBefore;
  private static MachineConstants machine;

  @BeforeAll
  static void probe() {
    persistentBefore = SPARK.getPersistentRDDs().size();
    memoryBefore = freeMemory();
    filesBefore = files();
    machine = new CostProbe(SPARK, 2, 1, CostProbeTest::recorded).run();
  }

  private static JavaRDD<Integer> recorded(JavaRDD<Integer> tasks) {
    ALONE.add(tasks);
    return tasks;
  }

  @Test
  void constantsAreFiniteAndPositive() {
    assertSpeed(machine.alone().gigaflops());
    assertSpeed(machine.alone().gigabytes());
    assertSpeed(machine.together().gigaflops());
    assertSpeed(machine.together().gigabytes());
    assertSpeed(machine.broadcastGigabytes());
    assertSpeed(machine.shuffleGigabytes());
    assertTrue(machine.overheadSeconds() > 0 && machine.overheadSeconds() < 30, "" + machine);
  }

  private static void assertSpeed(double perSecond) {
    assertTrue(perSecond > 0 && perSecond < 1e6, "" + machine);
  }

  @Test
  void leavesNothingBehind() {
    assertEquals(persistentBefore, SPARK.getPersistentRDDs().size());
    List<String> left = new ArrayList<>(files());
    left.removeAll(filesBefore); // files of other tests may disappear meanwhile
    assertEquals(List.of(), left);
    // Spark keeps the code of tasks until garbage collection
    long kept = memoryBefore - freeMemory();
    assertTrue(kept < 1 << 20, kept + " bytes are kept");
  }

  /** One job has a single task, which computes alone; all others have a task per executor. */
  @Test
  void tasksHaveAnExecutorToThemselves() {
    assertEquals(1, ALONE.stream().filter(tasks -> tasks.getNumPartitions() == 1).count());
    assertTrue(ALONE.stream().filter(tasks -> tasks.getNumPartitions() == 2).count() > 4);
  }

  /** Free storage memory in bytes. */
  private static long freeMemory() {
    return CollectionConverters.asJava(SPARK.sc().getExecutorMemoryStatus()).values().stream()
        .mapToLong(maximumAndFree -> (Long) maximumAndFree._2())
        .sum();
  }

  /** The blocks of shuffles and broadcasts on disk. */
  private static List<String> files() {
    return CollectionConverters.asJava(
            SparkEnv.get().blockManager().diskBlockManager().getAllBlocks())
        .stream()
        .map(BlockId::name)
        .sorted()
        .toList();
  }
}
