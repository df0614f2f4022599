package io.nocturne.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import io.nocturne.math.Products;
import io.nocturne.spark.train.Training;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The field {@code blas} of a report: the library that multiplied matrices, and why it was not
 * native OpenBLAS. It is also shown in the closing table, as a fall-back is slower and gives other
 * bits.
 */
final class BlasReport {
  private static final String FIELD = "blas";

  private BlasReport() {}

  /** Reports what a model was trained with. */
  static void put(RunContext run, Products products) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("name", products.name());
    fields.put("native", products.isNative());
    if (!products.isNative()) {
      fields.put("reason", products.fallBack());
      fields.put("remedy", products.remedy());
    }
    run.report().put(FIELD, fields);
  }

  /** Reports what executors compute with, unless a training of the same job has done so. */
  static void putOfExecutors(RunContext run) {
    if (run.report().json().path(FIELD).isMissingNode()) {
      put(run, Training.products(run.spark()));
    }
  }

  /** The field as text for users. */
  static String line(JsonNode report) {
    JsonNode blas = report.path(FIELD);
    String name = "BLAS: " + blas.path("name").asText();
    return blas.path("native").asBoolean()
        ? name
        : "%s, slower than native OpenBLAS and with other last digits: %s%n  Remedy: %s"
            .formatted(name, blas.path("reason").asText(), blas.path("remedy").asText());
  }
}
