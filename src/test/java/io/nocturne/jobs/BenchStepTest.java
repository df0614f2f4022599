package io.nocturne.jobs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BenchStepTest {
  @Test
  void printsFiguresAndReportsThem() {
    JobRun run = JobRun.of(Command.BENCH, "bench.what=sgemm", "bench.threads=2").done();
    JsonNode report = run.report();
    assertEquals(2, report.path("threads").asInt());
    JsonNode sgemm = report.path("bench").path("sgemm, 768 x 768 x 768");
    assertTrue(sgemm.path("GFLOP/s, 1 thread").asDouble() > 0, report.toString());
    assertTrue(run.out().contains("GFLOP/s, 2 threads"), run.out());
  }

  @Test
  void timesTheStepsOfANightly(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("of the user"), "kept");
    JobRun run =
        JobRun.of(
                Command.BENCH,
                "bench.what=nightly",
                "bench.nightly-rows=[1000]",
                "bench.scratch=" + folder,
                "train.mult-vae.hidden=[4]",
                "train.mult-vae.code=2",
                "train.epochs=5",
                "materialize.similar-items=0")
            .done();
    String steps = "steps of a nightly, synthetic logs";
    JsonNode figures = run.report().path("bench").path(steps);
    for (String figure : List.of("prepare, rows/s", "evaluate, users/s", "materialize, users/s")) {
      assertTrue(figures.path("1,000 rows: " + figure).asDouble() > 0, figures.toString());
    }
    assertArrayEquals(new String[] {"of the user"}, folder.toFile().list());
  }

  @ParameterizedTest
  @ValueSource(strings = {"[many]", "[1.5]", "[999]"})
  void rejectsNumbersOfRows(String rows) {
    JobRun.of(Command.BENCH, "bench.nightly-rows=" + rows)
        .refused(2, "Invalid bench.nightly-rows: ", "expected whole numbers of 1000 or more");
  }

  @Test
  void comparesAnIndexWithTheExactSearch() {
    JsonNode bench =
        JobRun.of(
                Command.BENCH,
                "bench.what=index",
                "bench.threads=2",
                "bench.code-count=1500",
                "bench.code-width=8",
                "materialize.hnsw.m=8",
                "materialize.hnsw.ef-construction=30")
            .done()
            .report()
            .path("bench");
    for (String kind : List.of("clustered", "gaussian")) {
      JsonNode figures = bench.path("index of %s codes, 1,500 x 8".formatted(kind));
      assertTrue(figures.path("recall@20, ef 400").asDouble() > .95, bench.toString());
      assertTrue(figures.path("queries/s, exact").asDouble() > 0, bench.toString());
      assertTrue(figures.path("seconds to build, 1 thread").asDouble() > 0, bench.toString());
    }
  }

  @Test
  void rejectsUnknownBenchmarks() {
    JobRun.of(Command.BENCH, "bench.what=sgemm,stepp")
        .refused(2, "Invalid bench.what: stepp", "did you mean step?");
    JobRun.of(Command.BENCH, "bench.codes=gausian")
        .refused(2, "Invalid bench.codes: gausian", "did you mean gaussian?");
  }

  @Test
  void bareWordsAreBenchmarkNames() {
    assertEquals(
        List.of("seed=1", "bench.what=sgemm,step"),
        Command.BENCH.settings(List.of("sgemm", "seed=1", "step")));
    assertEquals(List.of("sgemm"), Command.TRAIN.settings(List.of("sgemm")));
  }
}
