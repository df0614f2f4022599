package io.nocturne.spark.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/**
 * What is known of a written table.
 *
 * @param rows how many rows it has
 * @param files how many files
 * @param bytes their size
 * @param sha256 the content hash: SHA-256 over the files' own SHA-256 in the order of their names
 * @param madeFrom the content hash of what it was computed from; tables of one run agree in it
 * @param schema its columns
 */
public record TableInfo(
    long rows, int files, long bytes, String sha256, String madeFrom, StructType schema) {

  /** Of a table that has just been written. */
  static TableInfo of(List<WrittenFile> files, String madeFrom, StructType schema) {
    return new TableInfo(
        files.stream().mapToLong(WrittenFile::rows).sum(),
        files.size(),
        files.stream().mapToLong(WrittenFile::bytes).sum(),
        ContentHash.ofHashes(files.stream().map(WrittenFile::sha256).toList()),
        madeFrom,
        schema);
  }

  ObjectNode toJson() {
    ObjectNode json = Json.object();
    json.put("rows", rows).put("files", files).put("bytes", bytes);
    json.put("sha256", sha256).put("made_from", madeFrom);
    json.set("schema", Json.parse(schema.json()));
    return json;
  }

  static TableInfo fromJson(JsonNode json) {
    return new TableInfo(
        json.get("rows").asLong(),
        json.get("files").asInt(),
        json.get("bytes").asLong(),
        json.get("sha256").asText(),
        json.get("made_from").asText(),
        (StructType) DataType.fromJson(json.get("schema").toString()));
  }
}
