package io.nocturne.spark.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/** JSON with the Jackson that Spark brings. */
public final class Json {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Json() {}

  /** Returns a new, empty object. */
  public static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /** Converts Java collections, numbers and strings to a node. */
  public static JsonNode of(Object value) {
    return MAPPER.valueToTree(value);
  }

  /** Parses a text. */
  public static JsonNode parse(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("Cannot read JSON: " + e.getOriginalMessage(), e);
    }
  }

  /**
   * Reads a file that holds one object.
   *
   * @param remedy what to do where it is damaged, a sentence
   * @throws FileNotFoundException if it does not exist
   * @throws DamagedFileException if it holds anything else
   */
  public static ObjectNode read(FileStore files, Path file, String remedy) throws IOException {
    FileStatus status =
        files.find(file).orElseThrow(() -> new FileNotFoundException(file.toString()));
    if (status.isDirectory()) {
      throw new DamagedFileException(file, "it is a folder", remedy, null);
    }
    String text = files.read(file);
    if (text.isBlank()) {
      throw new DamagedFileException(file, "it is empty", remedy, null);
    }
    try {
      JsonNode node =
          MAPPER.reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).readTree(text);
      if (node instanceof ObjectNode object) {
        return object;
      }
      throw new DamagedFileException(file, "it is not a JSON object", remedy, null);
    } catch (JsonProcessingException e) {
      throw new DamagedFileException(file, "it is not valid JSON, or truncated", remedy, e);
    }
  }

  /** Formats a node on several lines, ending in a line break. */
  public static String pretty(JsonNode node) {
    try {
      return MAPPER.writer().with(SerializationFeature.INDENT_OUTPUT).writeValueAsString(node)
          + "\n";
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
