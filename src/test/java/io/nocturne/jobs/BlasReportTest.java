package io.nocturne.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nocturne.spark.store.Json;
import org.junit.jupiter.api.Test;

class BlasReportTest {
  @Test
  void namesNativeCode() {
    assertEquals(
        "BLAS: OpenBLAS 0.3.30 (native)",
        BlasReport.line(
            Json.parse("{\"blas\": {\"name\": \"OpenBLAS 0.3.30 (native)\", \"native\": true}}")));
  }

  @Test
  void explainsAFallBackAndItsRemedy() {
    assertEquals(
        "BLAS: Vector API, slower than native OpenBLAS and with other last digits: requested by"
            + " nocturne.blas=java%n  Remedy: remove -Dnocturne.blas=java".formatted(),
        BlasReport.line(
            Json.parse(
                "{\"blas\": {\"name\": \"Vector API\", \"native\": false, \"reason\": \"requested by"
                    + " nocturne.blas=java\", \"remedy\": \"remove -Dnocturne.blas=java\"}}")));
  }
}
