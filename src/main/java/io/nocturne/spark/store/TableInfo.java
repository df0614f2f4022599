package io.nocturne.spark.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/**
 * The metadata of a written table.
 *
 * @param rows the number of rows
 * @param files the number of files
 * @param bytes the size of the files
 * @param sha256 the content hash: SHA-256 over the files' own SHA-256 in the order of their names
 * @param madeFrom the content hash of what it was computed from; tables of one run agree in it
 * @param schema its columns
 */
public record TableInfo(
    long rows, int files, long bytes, String sha256, String madeFrom, StructType schema) {

  /** The name of the file; it starts with an underscore, so that Parquet readers skip it. */
  static final String FILE = "_table.json";

  /** Creates the metadata of a table that was just written. */
  static TableInfo of(List<WrittenFile> files, String madeFrom, StructType schema) {
    return new TableInfo(
        files.stream().mapToLong(WrittenFile::rows).sum(),
        files.size(),
        files.stream().mapToLong(WrittenFile::bytes).sum(),
        ContentHash.ofHashes(files.stream().map(WrittenFile::sha256).toList()),
        madeFrom,
        schema);
  }

  /**
   * Reads the metadata of the table in a folder.
   *
   * @throws java.io.FileNotFoundException if there is none
   * @throws DamagedFileException if it cannot be read
   */
  static TableInfo read(FileStore files, Path table) throws IOException {
    Path file = new Path(table, FILE);
    String remedy = "Run the command that makes the table %s again".formatted(table.getName());
    ObjectNode json = Json.read(files, file, remedy);
    try {
      return fromJson(json);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new DamagedFileException(file, "it has " + e.getMessage(), remedy, e);
    }
  }

  ObjectNode toJson() {
    ObjectNode json = Json.object();
    json.put("rows", rows).put("files", files).put("bytes", bytes);
    json.put("sha256", sha256).put("made_from", madeFrom);
    json.set("schema", Json.parse(schema.json()));
    return json;
  }

  /**
   * @throws IllegalArgumentException if it does not describe a table
   */
  static TableInfo fromJson(JsonNode json) {
    DataType schema;
    try {
      schema = DataType.fromJson(json.required("schema").toString());
    } catch (RuntimeException e) { // Spark's parser throws exceptions of many types
      throw new IllegalArgumentException("no schema of a table", e);
    }
    if (!(schema instanceof StructType columns)) {
      throw new IllegalArgumentException("no schema of a table");
    }
    return new TableInfo(
        number(json, "rows"),
        Math.toIntExact(number(json, "files")),
        number(json, "bytes"),
        text(json, "sha256"),
        text(json, "made_from"),
        columns);
  }

  private static long number(JsonNode json, String name) {
    JsonNode value = json.path(name);
    if (!value.canConvertToLong()) {
      throw new IllegalArgumentException("no " + name);
    }
    return value.asLong();
  }

  private static String text(JsonNode json, String name) {
    JsonNode value = json.path(name);
    if (!value.isTextual()) {
      throw new IllegalArgumentException("no " + name);
    }
    return value.asText();
  }
}
