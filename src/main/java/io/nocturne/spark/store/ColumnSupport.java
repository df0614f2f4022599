package io.nocturne.spark.store;

import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.api.InitContext;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.RecordMaterializer;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/** Tells Parquet's reader which columns to read, and how to turn them into rows. */
final class ColumnSupport extends ReadSupport<Object[]> {
  private final List<String> columns;

  ColumnSupport(List<String> columns) {
    this.columns = List.copyOf(columns);
  }

  @Override
  public ReadContext init(InitContext context) {
    MessageType file = context.getFileSchema();
    return new ReadContext(
        new MessageType(file.getName(), columns.stream().map(file::getType).toArray(Type[]::new)));
  }

  @Override
  @SuppressWarnings("deprecation") // Parquet has not made its successor abstract yet
  public RecordMaterializer<Object[]> prepareForRead(
      Configuration hadoop, Map<String, String> metadata, MessageType file, ReadContext context) {
    return new Rows(context.getRequestedSchema());
  }

  private static final class Rows extends RecordMaterializer<Object[]> {
    private final GroupConverter root;
    private Object[] row;

    Rows(MessageType schema) {
      this.root = ValueConverters.struct(schema, value -> row = (Object[]) value);
    }

    @Override
    public Object[] getCurrentRecord() {
      return row;
    }

    @Override
    public GroupConverter getRootConverter() {
      return root;
    }
  }
}
