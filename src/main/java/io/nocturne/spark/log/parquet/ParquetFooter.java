package io.nocturne.spark.log.parquet;

import io.nocturne.spark.log.file.DataFile;
import io.nocturne.spark.log.file.UnreadableFile;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.Type;

/**
 * The columns in the footer of a parquet file.
 *
 * @param file the file
 * @param columns its top-level columns, in its order
 */
record ParquetFooter(DataFile file, List<ParquetColumn> columns) {

  static ParquetFooter read(DataFile file, Configuration hadoop) {
    try (ParquetFileReader reader =
        ParquetFileReader.open(HadoopInputFile.fromPath(file.path(), hadoop))) {
      return new ParquetFooter(
          file,
          reader.getFileMetaData().getSchema().getFields().stream()
              .filter(column -> !isNull(column))
              .map(ParquetColumn::of)
              .toList());
    } catch (IOException e) {
      throw UnreadableFile.of(file, e);
    } catch (RuntimeException e) { // thrown by Parquet if the bytes are not parquet
      throw UnreadableFile.damaged(file, e);
    }
  }

  /** Whether pyarrow wrote only nulls: such a column has no type, and counts as missing. */
  private static boolean isNull(Type column) {
    return "UNKNOWN".equals(String.valueOf(column.getLogicalTypeAnnotation()));
  }

  List<String> names() {
    return columns.stream().map(ParquetColumn::name).toList();
  }
}
