package io.nocturne.spark.store;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.column.values.factory.DefaultV1ValuesWriterFactory;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputCompressor;
import org.apache.parquet.hadoop.CodecFactory;
import org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopOutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/**
 * Writes a file of a table that is read in blocks: long lists of numbers, in pages of as many rows
 * as a block. Rows go straight to Parquet's writers of columns. Most of the time of a general
 * writer goes to what these tables do not need: records between rows and columns, a dictionary of
 * numbers that hardly repeat, and statistics of each list.
 */
final class PagedFileWriter implements Closeable {
  /** The usual size of a row group: what each file that is being written takes in memory. */
  static final long ROW_GROUP = 64L << 20;

  /** A page has all rows of a block, unless these are very long. */
  private static final int PAGE = 16 << 20;

  /** How many rows may be added before the size of a row group is looked at. */
  private static final int BETWEEN_CHECKS = 64;

  private final MessageType schema;
  private final ParquetProperties properties;
  private final CodecFactory codecs;
  private final BytesInputCompressor compressor;
  private final long rowGroup;
  private final ParquetFileWriter file;
  private final List<Cells> cells = new ArrayList<>();
  private ColumnChunkPageWriteStore pages;
  private ColumnWriteStore columns;
  private long rows;

  /** Writes the value of a row in one column. */
  private interface Cells {
    void write(Object value);
  }

  /**
   * Begins a file.
   *
   * @param schema columns of numbers, texts, flags and lists of numbers, none of which is null; the
   *     first is what blocks are found by
   * @param rowsPerPage after how many rows a page ends
   * @param rowGroup after how many bytes a row group ends
   */
  PagedFileWriter(
      Path path, MessageType schema, int rowsPerPage, long rowGroup, Configuration hadoop)
      throws IOException {
    this.schema = schema;
    this.rowGroup = rowGroup;
    this.properties =
        ParquetProperties.builder()
            .withPageRowCountLimit(rowsPerPage)
            .withPageSize(PAGE)
            .withDictionaryEncoding(false)
            .withStatisticsEnabled(false)
            .withStatisticsEnabled(schema.getFieldName(0), true)
            .withSizeStatisticsEnabled(false)
            // the default has one object in a JVM, with the properties of whichever file began last
            .withValuesWriterFactory(new DefaultV1ValuesWriterFactory())
            .build();
    this.codecs = new CodecFactory(hadoop, PAGE);
    this.compressor = codecs.getCompressor(CompressionCodecName.SNAPPY);
    this.file =
        new ParquetFileWriter(
            HadoopOutputFile.fromPath(path, hadoop),
            schema,
            ParquetFileWriter.Mode.CREATE,
            rowGroup,
            0,
            properties.getColumnIndexTruncateLength(),
            properties.getStatisticsTruncateLength(),
            properties.getPageWriteChecksumEnabled());
    boolean isBegun = false;
    try {
      file.start();
      beginGroup();
      isBegun = true;
    } finally {
      if (!isBegun) {
        close();
      }
    }
  }

  private void beginGroup() {
    rows = 0;
    pages =
        new ColumnChunkPageWriteStore(
            compressor,
            schema,
            new HeapByteBufferAllocator(),
            properties.getColumnIndexTruncateLength(),
            properties.getPageWriteChecksumEnabled());
    columns = properties.newColumnWriteStore(schema, pages, pages);
    cells.clear();
    for (ColumnDescriptor column : schema.getColumns()) {
      cells.add(cells(column, columns.getColumnWriter(column)));
    }
  }

  private static Cells cells(ColumnDescriptor column, ColumnWriter to) {
    int present = column.getMaxDefinitionLevel();
    boolean isList = column.getMaxRepetitionLevel() > 0;
    PrimitiveTypeName type = column.getPrimitiveType().getPrimitiveTypeName();
    boolean isNumber = type != PrimitiveTypeName.BINARY && type != PrimitiveTypeName.BOOLEAN;
    if (present != (isList ? 1 : 0) || isList && !isNumber) {
      throw new IllegalArgumentException(
          "A column of another type, or that may be null: " + column);
    }
    if (isList) {
      return new Lists(to, present);
    }
    return switch (type) {
      case INT32 -> value -> to.write((int) value, 0, present);
      case INT64 -> value -> to.write((long) value, 0, present);
      case FLOAT -> value -> to.write((float) value, 0, present);
      case BOOLEAN -> value -> to.write((boolean) value, 0, present);
      case BINARY -> value -> to.write(Binary.fromString((String) value), 0, present);
      default -> throw new IllegalArgumentException("A column of another type: " + column);
    };
  }

  /** Writes lists of numbers: the first of a list has the repetition level 0, further ones 1. */
  private record Lists(ColumnWriter to, int present) implements Cells {
    @Override
    public void write(Object value) {
      int length =
          value instanceof int[] list
              ? ints(list)
              : value instanceof long[] list ? longs(list) : floats((float[]) value);
      if (length == 0) {
        to.writeNull(0, present - 1);
      }
    }

    private int ints(int[] list) {
      for (int k = 0; k < list.length; k++) {
        to.write(list[k], Math.min(k, 1), present);
      }
      return list.length;
    }

    private int longs(long[] list) {
      for (int k = 0; k < list.length; k++) {
        to.write(list[k], Math.min(k, 1), present);
      }
      return list.length;
    }

    private int floats(float[] list) {
      for (int k = 0; k < list.length; k++) {
        to.write(list[k], Math.min(k, 1), present);
      }
      return list.length;
    }
  }

  /** Adds a row: a value for each column. */
  void write(Object[] row) throws IOException {
    if (row.length != cells.size()) {
      throw new IllegalArgumentException(
          "Invalid row: %d values (expected %d)".formatted(row.length, cells.size()));
    }
    for (int column = 0; column < row.length; column++) {
      cells.get(column).write(row[column]);
    }
    columns.endRecord();
    rows++;
    if (isFull()) {
      endGroup();
      beginGroup();
    }
  }

  /** A group ends with a page, unless the rows of a page are far more than a group. */
  private boolean isFull() {
    boolean isWhole = rows % properties.getPageRowCountLimit() == 0;
    return isWhole && columns.getBufferedSize() >= rowGroup
        || rows % BETWEEN_CHECKS == 0 && columns.getBufferedSize() >= 2 * rowGroup;
  }

  private void endGroup() throws IOException {
    try (ColumnChunkPageWriteStore ofGroup = pages;
        ColumnWriteStore written = columns) {
      if (rows > 0) {
        file.startBlock(rows);
        written.flush();
        ofGroup.flushToFileWriter(file);
        file.endBlock();
      }
    }
  }

  /** Ends the file, which is complete only then. */
  void end() throws IOException {
    endGroup();
    file.end(Map.of());
  }

  /** Gives up what is open. */
  @Override
  public void close() throws IOException {
    try {
      codecs.release();
    } finally {
      file.close();
    }
  }
}
