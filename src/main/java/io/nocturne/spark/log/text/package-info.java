/**
 * Logs in csv, json and MovieLens' form, in any encoding. May import {@code spark.log.file}, {@code
 * spark.log.id} and {@code spark}; only {@code TextReader} is public. Read first: {@link
 * TextReader}, then {@code TextRows} and {@code CsvCutter}.
 */
package io.nocturne.spark.log.text;
