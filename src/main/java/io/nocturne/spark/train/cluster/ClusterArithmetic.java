package io.nocturne.spark.train.cluster;

import io.nocturne.math.Arithmetic;
import io.nocturne.math.Products;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Checks that all executors compute alike: else a model would depend on which of them runs which
 * task.
 */
public final class ClusterArithmetic {
  private static final int ATTEMPTS = 5;

  /** Long enough for every free executor to be given a task. */
  private static final long TASK_MILLIS = 150;

  private ClusterArithmetic() {}

  /**
   * Returns the arithmetic of all executors, as reported by one of them, or that of the driver
   * where they run inside it. Executors that join later are not asked here, and neither are those
   * that no task reaches, as no training task will reach them either.
   *
   * @throws MixedArithmeticException if they do not compute alike
   */
  public static ExecutorArithmetic require(JavaSparkContext spark) {
    return ExecutorArithmetic.common(all(spark));
  }

  /** Returns the products of an executor that falls back, if there is one, or else of any. */
  public static Products products(JavaSparkContext spark) {
    List<Products> all = all(spark).stream().map(ExecutorArithmetic::products).toList();
    return all.stream().filter(one -> !one.isNative()).findFirst().orElse(all.get(0));
  }

  /** Asks the executors; without a Spark job where the executor is this JVM. */
  private static List<ExecutorArithmetic> all(JavaSparkContext spark) {
    return spark.sc().isLocal() ? List.of(ownArithmetic()) : survey(spark);
  }

  /** Asks every executor, one task or more each; sorted by their numbers. */
  static List<ExecutorArithmetic> survey(JavaSparkContext spark) {
    Map<String, ExecutorArithmetic> answers = new TreeMap<>();
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      int tasks = Math.max(spark.defaultParallelism(), 2 * addresses(spark).size());
      ask(spark, tasks).forEach(answer -> answers.put(answer.address(), answer));
      if (answers.keySet().containsAll(addresses(spark))) {
        break;
      }
    }
    List<ExecutorArithmetic> sorted = new ArrayList<>(answers.values());
    sorted.sort( // 2 before 10
        Comparator.comparing((ExecutorArithmetic answer) -> answer.id().length())
            .thenComparing(ExecutorArithmetic::id));
    return sorted;
  }

  /** Returns the current executors, by the addresses of their block managers. */
  private static Set<String> addresses(JavaSparkContext spark) {
    Set<String> addresses = new TreeSet<>();
    scala.collection.Iterator<String> all = spark.sc().getExecutorMemoryStatus().keysIterator();
    while (all.hasNext()) {
      addresses.add(all.next());
    }
    addresses.remove(ownAddress()); // the driver's
    return addresses;
  }

  private static List<ExecutorArithmetic> ask(JavaSparkContext spark, int tasks) {
    return spark
        .parallelize(IntStream.range(0, tasks).boxed().toList(), tasks)
        .mapPartitions(task -> answer())
        .collect()
        .stream()
        .map(ExecutorArithmetic::parse)
        .toList();
  }

  /**
   * Runs in a task, which waits a moment: else the first executors would run the tasks of all
   * others.
   */
  private static Iterator<String[]> answer() throws InterruptedException {
    ExecutorArithmetic own = ownArithmetic();
    Thread.sleep(TASK_MILLIS);
    return List.<String[]>of(own.words()).iterator();
  }

  private static ExecutorArithmetic ownArithmetic() {
    return new ExecutorArithmetic(
        SparkEnv.get().executorId(),
        ownAddress(),
        Arithmetic.ofThisJvm(),
        Products.ofNetworks(),
        Arithmetic.fallBacks());
  }

  private static String ownAddress() {
    return SparkEnv.get().blockManager().blockManagerId().hostPort();
  }
}
