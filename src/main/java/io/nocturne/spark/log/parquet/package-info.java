/**
 * Logs in parquet. May import {@code spark.log.file} and {@code spark}; only {@code ParquetReader}
 * is public. Read first: {@link ParquetReader}.
 */
package io.nocturne.spark.log.parquet;
