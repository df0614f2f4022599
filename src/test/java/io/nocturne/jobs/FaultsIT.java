package io.nocturne.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nocturne.FirstNightly;
import io.nocturne.research.faults.FaultsBench;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Training with killed executors and a killed driver gives the same bytes. */
class FaultsIT {
  private static final long SEED = 1;

  @TempDir Path temp;

  @Test
  void killsDoNotChangeTheBytes() throws Exception {
    Path root = temp.resolve("root");
    List<String> keyValues = new ArrayList<>(FaultsBench.SETTINGS);
    keyValues.addAll(
        List.of(
            "root=" + root,
            "sample.path=" + temp.resolve("sample"),
            "train.recipe=mult-vae",
            "split.validation=true"));
    String[] settings = keyValues.toArray(String[]::new);
    SparkSession spark = session();
    try {
      JobRun.of(Command.SAMPLE, settings).done();
      JobRun.of(Command.PREPARE, settings).done();
    } finally {
      spark.stop();
    }
    List<String> lines = new ArrayList<>();
    try (FaultsBench bench = new FaultsBench(temp, root, FirstNightly.get().archive())) {
      assertEquals(List.of(), bench.runSubset(SEED, lines::add), () -> String.join("\n", lines));
    }
  }

  /** The session for the jobs in this JVM. */
  private static SparkSession session() {
    return SparkSession.builder()
        .master("local[2]")
        .config("spark.ui.enabled", false)
        .config("spark.sql.shuffle.partitions", 4)
        .getOrCreate();
  }
}
