package io.nocturne.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;

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
