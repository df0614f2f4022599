package io.nocturne.spark.train;

import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Stops Spark from logging tasks that fail on purpose. */
final class QuietSpark implements BeforeAllCallback, AfterAllCallback {
  @Override
  public void beforeAll(ExtensionContext context) {
    SparkSession.builder().getOrCreate().sparkContext().setLogLevel("OFF");
  }

  @Override
  public void afterAll(ExtensionContext context) {
    SparkSession.builder().getOrCreate().sparkContext().setLogLevel("ERROR");
  }
}
