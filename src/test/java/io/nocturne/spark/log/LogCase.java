package io.nocturne.spark.log;

import io.nocturne.spark.log.file.ColumnNames;
import io.nocturne.spark.log.file.FileForm;
import io.nocturne.spark.log.file.LogFiles;
import io.nocturne.spark.log.file.LogFormat;
import io.nocturne.spark.log.file.LogSource;
import io.nocturne.spark.log.id.IdType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * A log in a folder of its own, read with the defaults of conf/nightly.conf but for the fields that
 * a test sets.
 */
public final class LogCase {
  public final Path folder;
  public String path;
  public LogFormat format = LogFormat.AUTO;
  public String encoding = "UTF-8";
  public String delimiter = "";
  public boolean header = true;
  public LocalDate date = LocalDate.parse("2026-11-20");
  public int days = 90;
  public int maxMissingDays;
  public ColumnNames columns = new ColumnNames("user", "item", "auto", "auto", "auto");
  public IdType userIds = IdType.AUTO;
  public IdType itemIds = IdType.AUTO;
  public TimeFormat timeFormat = TimeFormat.AUTO;
  public boolean allowNonPositive;
  public LocalDate earliest = LocalDate.parse("1990-01-01");
  public ZoneId zone = ZoneId.of("UTC");
  private SparkSession session = SparkSession.builder().getOrCreate();

  public LogCase(Path folder) {
    this.folder = folder;
    this.path = folder.resolve("log.csv").toString();
  }

  public static LogCase csv(Path folder, String... lines) {
    LogCase log = new LogCase(folder);
    log.write("log.csv", lines);
    return log;
  }

  /** Writes a file of lines below the folder, gzipped if it is called so. */
  public Path write(String name, String... lines) {
    return write(name, List.of(lines));
  }

  public Path write(String name, List<String> lines) {
    Path file = folder.resolve(name);
    String text = String.join("\n", lines) + (lines.isEmpty() ? "" : "\n");
    try {
      Files.createDirectories(file.getParent());
      if (name.endsWith(".gz")) {
        try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
          out.write(text.getBytes(StandardCharsets.UTF_8));
        }
      } else {
        Files.writeString(file, text);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file;
  }

  /** Sets the zone of the days and, as the jobs do, of a session. */
  public LogCase in(String zoneId) {
    zone = ZoneId.of(zoneId);
    session = session.newSession();
    session.conf().set("spark.sql.session.timeZone", zoneId);
    return this;
  }

  public SparkSession session() {
    return session;
  }

  public LogSettings settings() {
    return new LogSettings(
        new LogSource(
            "input",
            "input.path",
            path,
            new FileForm(format, encoding, delimiter, header),
            date,
            days,
            maxMissingDays),
        columns,
        userIds,
        itemIds,
        new RowRules(timeFormat, allowNonPositive, earliest, date, zone));
  }

  public LogFiles find() {
    return LogFiles.find(settings().source(), session.sparkContext().hadoopConfiguration());
  }

  /** A log and what a survey of it has found. */
  public record Read(SparkSession session, InteractionLog log, LogSurvey survey) {
    public Dataset<Row> rows() {
      return LogTable.of(session, log, survey.ids());
    }

    PresentColumns columns() {
      return log.present();
    }
  }

  public Read read() {
    InteractionLog log = InteractionLog.open(session, settings(), find());
    return new Read(session, log, LogSurvey.of(settings(), List.of(log)));
  }

  /** The rows in the order of the file (of one partition), with the columns asked for. */
  public List<Row> rows(String... columns) {
    return read().rows().selectExpr(columns).collectAsList();
  }

  /** The text of one column, row by row. */
  public List<String> column(String expression) {
    return rows("cast(" + expression + " as string)").stream().map(r -> r.getString(0)).toList();
  }
}
