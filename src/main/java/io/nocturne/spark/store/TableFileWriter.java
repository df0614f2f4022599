package io.nocturne.spark.store;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalInt;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapreduce.Job;
import org.apache.hadoop.mapreduce.TaskAttemptID;
import org.apache.hadoop.mapreduce.TaskType;
import org.apache.hadoop.mapreduce.task.TaskAttemptContextImpl;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.execution.datasources.OutputWriter;
import org.apache.spark.sql.execution.datasources.OutputWriterFactory;
import org.apache.spark.sql.execution.datasources.parquet.ParquetFileFormat;
import org.apache.spark.sql.execution.datasources.parquet.SparkToParquetSchemaConverter;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.apache.spark.util.SerializableConfiguration;
import scala.collection.immutable.Map;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Writes files of a table by Spark's own writer of Parquet, without the query that usually stands
 * before it: to plan and compile one takes longer than to write a table of some megabytes. Tables
 * whose pages have a number of rows are written by {@link PagedFileWriter}.
 */
final class TableFileWriter implements Serializable {
  private static final long serialVersionUID = 1;

  private static final java.util.Map<String, String> COMPRESSION =
      java.util.Map.of("compression", "snappy");

  private final StructType schema;
  private final OutputWriterFactory writers;
  private final String parquetSchema;
  private final int rowsPerPage;
  private final SerializableConfiguration hadoop;

  /**
   * Creates a writer of tables of these columns, with the session's settings for Parquet unless
   * pages have a number of rows.
   *
   * @param rowsPerPage after how many rows a page ends; the settings say it if this is empty
   */
  TableFileWriter(SparkSession spark, StructType schema, OptionalInt rowsPerPage)
      throws IOException {
    this.schema = schema;
    this.rowsPerPage = rowsPerPage.orElse(0);
    this.parquetSchema =
        new SparkToParquetSchemaConverter(spark.sessionState().conf()).convert(schema).toString();
    Job job = Job.getInstance(spark.sessionState().newHadoopConf());
    Map<String, String> options = Map.from(CollectionConverters.asScala(COMPRESSION));
    this.writers = new ParquetFileFormat().prepareWrite(spark, job, options, schema);
    this.hadoop = new SerializableConfiguration(job.getConfiguration());
  }

  /**
   * Writes a file, unless it would be empty: only the first one says the columns of a table without
   * rows. Two attempts at one file do not disturb each other: each has its own temporary file, and
   * both have the same bytes.
   */
  List<WrittenFile> write(Path folder, int number, Iterator<Object[]> rows) {
    return number == 0 || rows.hasNext() ? List.of(writeFile(folder, number, rows)) : List.of();
  }

  private WrittenFile writeFile(Path folder, int number, Iterator<Object[]> rows) {
    String name = "part-%05d.parquet".formatted(number);
    Path temporary = FileStore.temporary(new Path(folder, name));
    try {
      if (rowsPerPage > 0) {
        writePages(temporary, rows);
      } else {
        TaskAttemptID attempt = new TaskAttemptID("", 0, TaskType.MAP, number, 0);
        OutputWriter writer =
            writers.newInstance(
                temporary.toString(), schema, new TaskAttemptContextImpl(hadoop.value(), attempt));
        writeAndClose(writer, rows);
      }
      return CanonicalParquet.copy(temporary, name, hadoop.value());
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write the file " + new Path(folder, name), e);
    } finally {
      FileStore.of(temporary, hadoop.value()).deleteIfPossible(temporary);
    }
  }

  private void writePages(Path temporary, Iterator<Object[]> rows) throws IOException {
    MessageType columns = MessageTypeParser.parseMessageType(parquetSchema);
    try (PagedFileWriter writer =
        new PagedFileWriter(
            temporary, columns, rowsPerPage, PagedFileWriter.ROW_GROUP, hadoop.value())) {
      while (rows.hasNext()) {
        writer.write(rows.next());
      }
      writer.end();
    }
  }

  private static void writeAndClose(OutputWriter writer, Iterator<Object[]> rows) {
    boolean isWritten = false;
    try {
      rows.forEachRemaining(row -> writer.write(internal(row)));
      isWritten = true;
    } finally {
      if (!isWritten) {
        closeQuietly(writer);
      }
    }
    writer.close();
  }

  private static void closeQuietly(OutputWriter writer) {
    try {
      writer.close();
    } catch (Exception e) {
      // it would hide why the rows were not written
    }
  }

  private static InternalRow internal(Object[] values) {
    Object[] internal = new Object[values.length];
    for (int column = 0; column < values.length; column++) {
      internal[column] = internal(values[column]);
    }
    return new GenericInternalRow(internal);
  }

  private static Object internal(Object value) {
    if (value instanceof String text) {
      return UTF8String.fromString(text);
    }
    if (value instanceof int[] integers) {
      return UnsafeArrayData.fromPrimitiveArray(integers);
    }
    if (value instanceof long[] longs) {
      return UnsafeArrayData.fromPrimitiveArray(longs);
    }
    if (value instanceof float[] floats) {
      return UnsafeArrayData.fromPrimitiveArray(floats);
    }
    return value instanceof Object[] list ? list(list) : value;
  }

  private static ArrayData list(Object[] list) {
    boolean isOfStructs = list instanceof Object[][];
    Object[] internal = new Object[list.length];
    for (int k = 0; k < internal.length; k++) {
      internal[k] = isOfStructs ? internal((Object[]) list[k]) : internal(list[k]);
    }
    return new GenericArrayData(internal);
  }
}
