package io.nocturne.spark.log.file;

import java.io.Serializable;
import java.util.Locale;

/**
 * How files are written: format, encoding, delimiter and header.
 *
 * @param format {@link LogFormat#AUTO}: by the ending of their names
 * @param encoding of text, a name that {@link java.nio.charset.Charset} knows
 * @param delimiter what separates the columns of csv; empty: a tab in files called .tsv, a comma in
 *     others
 * @param header whether csv begins with a line of names
 */
public record FileForm(LogFormat format, String encoding, String delimiter, boolean header)
    implements Serializable {

  /** Returns the delimiter of a csv file of that name. */
  public String delimiterOf(String name) {
    if (!delimiter.isEmpty()) {
      return delimiter;
    }
    return LogFormat.ending(name.toLowerCase(Locale.ROOT)).equals("tsv") ? "\t" : ",";
  }
}
