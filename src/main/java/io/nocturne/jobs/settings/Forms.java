package io.nocturne.jobs.settings;

import io.nocturne.config.Configuration;
import io.nocturne.spark.log.file.FileForm;
import io.nocturne.spark.log.file.LogFormat;

/** How input files are written, by the keys that describe them. */
final class Forms {
  private Forms() {}

  static FileForm of(
      Configuration configuration,
      String format,
      String encoding,
      String delimiter,
      String header) {
    String written = configuration.text(delimiter);
    return new FileForm(
        configuration.choice(format, LogFormat.class),
        configuration.text(encoding),
        written.equals("auto") ? "" : Delimiter.unescaped(delimiter, written),
        configuration.flag(header));
  }
}
