package io.nocturne.spark.train.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.math.Arithmetic;
import io.nocturne.math.Products;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

/** In one JVM; {@code MixedBackendsIT} has separate executors. */
class ClusterArithmeticTest {
  private static final Arithmetic OPEN_BLAS = new Arithmetic("amd64 X", "OpenBLAS", 16, "17");
  private static final Arithmetic VECTORS = new Arithmetic("amd64 X", "Vector API", 16, "17");

  private static JavaSparkContext spark() {
    SparkSession session = SparkSession.builder().getOrCreate();
    return JavaSparkContext.fromSparkContext(session.sparkContext());
  }

  /** Executor i has the i-th arithmetic. */
  private static List<ExecutorArithmetic> executors(Arithmetic... each) {
    return IntStream.range(0, each.length)
        .mapToObj(
            i ->
                new ExecutorArithmetic(
                    "" + i,
                    "host%d:70%d".formatted(i, i),
                    each[i],
                    new Products(each[i].products(), "", ""),
                    ""))
        .toList();
  }

  private static String refusal(Arithmetic... each) {
    return assertThrows(
            MixedArithmeticException.class, () -> ExecutorArithmetic.common(executors(each)))
        .getMessage();
  }

  @Test
  void localExecutorsMatchTheDriver() {
    assertEquals(Arithmetic.ofThisJvm(), ClusterArithmetic.require(spark()).arithmetic());
  }

  @Test
  void tasksReportTheirArithmetic() {
    List<ExecutorArithmetic> found = ClusterArithmetic.survey(spark());
    assertEquals(1, found.size());
    assertEquals("driver", found.get(0).id());
    assertEquals(ClusterArithmetic.require(spark()), found.get(0), "nothing is lost on the way");
  }

  @Test
  void acceptsEqualArithmetic() {
    assertEquals(VECTORS, ExecutorArithmetic.common(executors(VECTORS)).arithmetic());
    Arithmetic equal = new Arithmetic("amd64 X", "Vector API", 16, "17");
    assertEquals(VECTORS, ExecutorArithmetic.common(executors(VECTORS, equal)).arithmetic());
  }

  @Test
  void namesAnExecutorWithoutOpenBlas() {
    assertEquals(
        "Executors compute differently, so a model would depend on which of them runs which task:"
            + " executor 0 on host0 with OpenBLAS, executor 1 on host1 with Vector API."
            + " Remedy: set -Dnocturne.blas=java in spark.executor.extraJavaOptions for all of"
            + " them, or make OpenBLAS loadable on every machine (=native says why it is"
            + " not)",
        refusal(OPEN_BLAS, VECTORS));
  }

  /** The message has the differing components and the number of executors of each kind. */
  @Test
  void namesOneExecutorOfEachKind() {
    Arithmetic narrow = new Arithmetic("amd64 Y", "Vector API", 8, "17");
    String refusal = refusal(VECTORS, narrow, VECTORS, VECTORS);
    assertTrue(
        refusal.contains(
            "executor 0 on host0 (and 2 more) with 16 lanes, amd64 X,"
                + " executor 1 on host1 with 8 lanes, amd64 Y. Remedy: "),
        refusal);
    assertTrue(refusal.contains("nocturne.kernels=scalar"), refusal);
    assertTrue(refusal.endsWith("the same kind of CPU and version of Java"), refusal);
  }
}
