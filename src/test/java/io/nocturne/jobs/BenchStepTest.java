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
  void rejectsUnknownBenchmarks() {
    JobRun.of(Command.BENCH, "bench.what=sgemm,stepp")
        .refused(2, "Invalid bench.what: stepp", "did you mean step?");
  }

  @Test
  void bareWordsAreBenchmarkNames() {
    assertEquals(
        List.of("seed=1", "bench.what=sgemm,step"),
        Command.BENCH.settings(List.of("sgemm", "seed=1", "step")));
    assertEquals(List.of("sgemm"), Command.TRAIN.settings(List.of("sgemm")));
  }
}
