package io.nocturne;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.research.faults.StandaloneCluster;
import io.nocturne.research.faults.StartedProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cluster where one machine cannot load OpenBLAS. */
class MixedBackendsIT {
  private static final Path SPARK = Path.of("target/spark").toAbsolutePath();

  @TempDir Path temp;

  /** Fails before training, as the model's bytes would depend on which executor runs which task. */
  @Test
  void rejectsExecutorsWithDifferentArithmetic() throws Exception {
    Map<String, String> other = Map.of("JAVA_TOOL_OPTIONS", "-Dnocturne.blas=java");
    try (StandaloneCluster cluster =
        StandaloneCluster.start(temp.resolve("cluster"), SPARK, List.of(Map.of(), other))) {
      Path root = temp.resolve("root");
      try (StartedProcess job = nightly(root, cluster.url()).start()) {
        assertEquals(1, job.waitForEnd(Nightly.DEADLINE), job::toString);
        List<String> err = job.err();
        String refusal =
            err.stream()
                .filter(line -> line.startsWith("nocturne nightly: Executors compute differently"))
                .findFirst()
                .orElse(String.join("\n", err));
        for (String part :
            List.of(
                "executor 0 on ",
                "executor 1 on ",
                "with OpenBLAS ",
                "with netlib Java11BLAS",
                "-Dnocturne.blas=java")) {
          assertTrue(refusal.contains(part), () -> "no " + part + " in: " + refusal);
        }
        assertFalse(err.stream().anyMatch(line -> line.contains("train: round 1 ")), job::toString);
      }
      assertFalse(Files.exists(root.resolve("CURRENT")));
    }
  }

  /** A nightly with executors that may fall back to plain Java, which is the default. */
  private Nightly nightly(Path root, String master) throws Exception {
    return new Nightly(temp, root, master)
        .quick()
        .with(
            "--conf=spark.executor.extraJavaOptions=%s %s"
                .formatted(Nightly.QUICK_COMPILER, FirstNightly.get().archive()),
            "--conf=spark.executor.memory=1g",
            "input.days=3",
            "sample.users=60",
            "sample.interactions-per-day=100",
            "--conf=spark.sql.shuffle.partitions=2");
  }
}
