package io.nocturne;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nocturne.research.faults.StartedProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** {@code jobs/nightly} as a process on a small sample, with Maven's Spark. */
final class Nightly {
  /** The time limit of a job: on a busy machine some take three minutes. */
  static final Duration DEADLINE = Duration.ofMinutes(6);

  /** Halves the time of such a short job. */
  static final String QUICK_COMPILER =
      "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Dnocturne.kernels=scalar";

  /** The log message about scalar kernels that were requested. */
  private static final String SCALAR = "no Vector API: requested by";

  /**
   * Always OpenBLAS: with some values of OPENBLAS_CORETYPE, the products of jobs with vector
   * kernels would run on the Vector API and give other bits than those of quick jobs.
   */
  private static final String OPEN_BLAS = "-Dnocturne.blas=native";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path temp;
  private final Path root;
  private final List<String> command;
  private boolean isQuick;

  /**
   * @param temp for the sample, which the first job generates, and temporary files, which a killed
   *     job cannot delete
   * @param root the job's root
   */
  Nightly(Path temp, Path root, String master) {
    this.temp = temp;
    this.root = root;
    this.command =
        new ArrayList<>(
            List.of(
                Path.of("jobs/nightly").toAbsolutePath().toString(),
                "--master=" + master,
                "--driver-memory=1g",
                "--conf=spark.ui.enabled=false",
                "--conf=spark.local.dir=" + temp,
                "date=2026-11-20",
                "root=" + root,
                "sample.path=" + temp.resolve("sample"),
                "input.days=30",
                "sample.users=400",
                "sample.items=150",
                "sample.interactions-per-day=300",
                "train.epochs=20",
                "train.batch=25",
                "train.learning-rate=0.01",
                "train.mult-vae.hidden=40",
                "train.mult-vae.code=10"));
    with(javaOptions(OPEN_BLAS));
  }

  /** Returns a nightly with more options and settings. */
  Nightly with(String... more) {
    command.addAll(List.of(more));
    return this;
  }

  /**
   * Returns a quicker nightly: it compiles little, uses few shuffle partitions and loads archived
   * classes.
   */
  Nightly quick() throws IOException, InterruptedException {
    return quick(FirstNightly.get().archive());
  }

  /**
   * @param archive the JVM option to use or write an archive of classes; may be empty
   */
  Nightly quick(String archive) {
    isQuick = true;
    return with(javaOptions(OPEN_BLAS + " " + QUICK_COMPILER + " " + archive))
        .with(
            "--conf=spark.sql.shuffle.partitions=2",
            "--conf=spark.sql.adaptive.enabled=false",
            "--conf=spark.sql.codegen.wholeStage=false",
            "--conf=spark.sql.codegen.factoryMode=NO_CODEGEN");
  }

  /** The Java options of driver and executors; the last ones win. */
  private String[] javaOptions(String options) {
    return new String[] {
      "--conf=spark.driver.extraJavaOptions=%s -Djava.io.tmpdir=%s".formatted(options, temp),
      "--conf=spark.executor.extraJavaOptions=" + options
    };
  }

  /** Starts the job. */
  StartedProcess start() throws IOException {
    return new StartedProcess(
        command,
        Map.of(
            "SPARK_HOME", "",
            "SPARK_CONF_DIR", "",
            "MASTER", "",
            "SPARK_LOCAL_IP", "127.0.0.1",
            "OPENBLAS_CORETYPE", "")); // as for the daemons of a cluster
  }

  /** Runs the job, which must succeed, and returns the published run. */
  Path run() throws IOException, InterruptedException {
    try (StartedProcess process = start()) {
      assertEquals(0, process.waitForEnd(DEADLINE), process::toString);
      assertEquals(
          isQuick,
          process.err().stream().anyMatch(line -> line.contains(SCALAR)),
          () -> "scalar kernels: " + process);
      List<String> out = process.out();
      JsonNode report = JSON.readTree(out.get(out.size() - 1));
      Path run = current(root);
      assertEquals("file:" + run, report.path("run").asText());
      return run;
    }
  }

  /** The published run. */
  static Path current(Path root) throws IOException {
    return root.resolve(Files.readString(root.resolve("CURRENT")).strip());
  }

  static JsonNode manifest(Path run) throws IOException {
    return JSON.readTree(run.resolve("manifest.json").toFile());
  }

  /** The content hash of each published table, from the manifest. */
  static SortedMap<String, String> hashes(Path run) throws IOException {
    SortedMap<String, String> hashes = new TreeMap<>();
    for (Map.Entry<String, JsonNode> table : manifest(run).path("tables").properties()) {
      hashes.put(table.getKey(), table.getValue().path("sha256").asText());
    }
    return hashes;
  }
}
