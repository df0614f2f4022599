package io.nocturne.spark.log.text;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import io.nocturne.spark.log.file.FileLayout;
import io.nocturne.spark.log.file.RawRow;
import io.nocturne.spark.log.file.RawRow.Nested;
import java.io.IOException;
import java.math.BigDecimal;

/** Cuts lines with one json object each. Names of columns are compared without case. */
final class JsonCutter implements RowCutter {
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

  private final String[] names;

  /** Creates a cutter of lines of a file. */
  JsonCutter(FileLayout layout) {
    names = new String[layout.places().length];
    for (int role = 0; role < names.length; role++) {
      names[role] = layout.has(role) ? layout.name(role) : null;
    }
  }

  static JsonParser parser(String line) throws IOException {
    return JSON.createParser(line);
  }

  @Override
  public boolean isRow(String line) {
    return !line.isBlank();
  }

  @Override
  public void cut(String line, RawRow row) {
    boolean[] given = new boolean[names.length];
    try (JsonParser json = parser(line)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        row.malformed("malformed row");
        return;
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        json.nextToken();
        take(name, json, given, row);
        json.skipChildren();
      }
      if (json.currentToken() != JsonToken.END_OBJECT || json.nextToken() != null) {
        row.malformed("malformed row");
      }
    } catch (IOException e) {
      row.malformed("malformed row");
    }
  }

  private void take(String name, JsonParser json, boolean[] given, RawRow row) throws IOException {
    for (int role = 0; role < names.length; role++) {
      if (names[role] != null && names[role].equalsIgnoreCase(name)) {
        if (given[role]) {
          row.malformed("malformed row: the key " + names[role] + " stands twice");
        }
        given[role] = true;
        row.set(role, value(json));
      }
    }
  }

  private static Object value(JsonParser json) throws IOException {
    return switch (json.currentToken()) {
      case VALUE_STRING -> json.getText();
      case VALUE_NUMBER_INT ->
          json.getNumberType() == JsonParser.NumberType.BIG_INTEGER
              ? new BigDecimal(json.getBigIntegerValue())
              : (Object) json.getLongValue();
      case VALUE_NUMBER_FLOAT -> json.getDoubleValue();
      case VALUE_TRUE, VALUE_FALSE -> json.getBooleanValue();
      case START_ARRAY -> Nested.LIST;
      case START_OBJECT -> Nested.OBJECT;
      default -> null;
    };
  }
}
