package io.nocturne.jobs;

import io.nocturne.config.ConfigurationException;
import io.nocturne.jobs.settings.Settings;
import io.nocturne.model.sample.SampleLog;
import io.nocturne.model.sample.SampleRow;
import io.nocturne.model.sample.SampleSettings;
import io.nocturne.spark.UnusableDataException;
import io.nocturne.spark.store.ContentHash;
import io.nocturne.spark.store.FileStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Writes the days of the built-in sample log that are not there yet, in parallel, and its titles.
 */
final class SampleStep implements Step {
  private static final String STAMP = "sample.txt";
  private static final String PART = "part-00000.csv";
  private static final Pattern DAY = Pattern.compile("dt=\\d{4}-\\d{2}-\\d{2}");

  @Override
  public String label() {
    return "sample";
  }

  @Override
  public void run(RunContext run) {
    Settings settings = run.settings();
    SampleSettings sample = settings.sample();
    if (settings.date().isBefore(sample.origin())) {
      throw new UnusableDataException(
          "The sample has no rows up to %s: it begins on %s. Set a later date, or an earlier sample.first-day"
              .formatted(settings.date(), sample.origin()));
    }
    try {
      write(run, sample);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write the sample to " + settings.samplePath(), e);
    }
  }

  private static void write(RunContext run, SampleSettings sample) throws IOException {
    Path folder = new Path(run.settings().samplePath());
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(run.spark().sparkContext());
    FileStore files = FileStore.of(folder, spark.hadoopConfiguration());
    SampleLog log = new SampleLog(sample, run.settings().seed());
    dropOther(files, folder, stamp(run), run);
    files.write(
        new Path(folder, STAMP),
        stamp(run)); // before the first day: a kill must not mix two samples
    List<LocalDate> days = missing(files, folder, run.settings(), sample.origin());
    run.progress("writing %d day(s) to %s".formatted(days.size(), files.qualify(folder)));
    if (!days.isEmpty()) {
      SerializableConfiguration hadoop = new SerializableConfiguration(spark.hadoopConfiguration());
      String root = folder.toString();
      spark
          .parallelize(days, Math.min(days.size(), 4 * spark.defaultParallelism()))
          .foreach(day -> writeDay(log, day, root, hadoop));
    }
    files.write(
        new Path(folder, "titles.csv"),
        lines(Stream.concat(Stream.of(SampleLog.TITLE_HEADER), log.titles().stream())));
  }

  /** A sample that was made with other settings is another log: its days must not be mixed in. */
  private static void dropOther(FileStore files, Path folder, String stamp, RunContext run)
      throws IOException {
    Path file = new Path(folder, STAMP);
    boolean same = files.exists(file) && files.read(file).equals(stamp);
    if (!same && files.exists(new Path(folder, "log"))) {
      if (!files.exists(file)) {
        requireDays(files, new Path(folder, "log"));
      }
      run.progress("deleting the sample with other settings in " + folder);
      files.delete(new Path(folder, "log"));
    }
  }

  /** Without a stamp, a folder that does not look like a sample holds a log of the user. */
  private static void requireDays(FileStore files, Path log) throws IOException {
    for (FileStatus day : files.list(log)) {
      boolean isDay = day.isDirectory() && DAY.matcher(day.getPath().getName()).matches();
      for (FileStatus entry : isDay ? files.list(day.getPath()) : List.of(day)) {
        String name = entry.getPath().getName();
        if (!name.equals(PART) && !name.startsWith("." + PART)) { // a killed job leaves the latter
          throw new ConfigurationException(
              "Invalid sample.path: %s (expected a folder without another log; %s is not part of the sample and would be replaced)"
                  .formatted(log.getParent(), entry.getPath()));
        }
      }
    }
  }

  private static String stamp(RunContext run) {
    return ContentHash.ofText(run.settings().configuration().identity(List.of("sample", "seed")))
        + "\n";
  }

  private static List<LocalDate> missing(
      FileStore files, Path folder, Settings settings, LocalDate first) throws IOException {
    LocalDate from = settings.date().minusDays(settings.log().source().days() - 1L);
    List<LocalDate> missing = new java.util.ArrayList<>();
    for (LocalDate day = from.isBefore(first) ? first : from;
        !day.isAfter(settings.date());
        day = day.plusDays(1)) {
      if (!files.exists(file(folder.toString(), day))) {
        missing.add(day);
      }
    }
    return missing;
  }

  private static void writeDay(
      SampleLog log, LocalDate day, String folder, SerializableConfiguration hadoop)
      throws IOException {
    Stream<String> rows = log.day(day).stream().map(SampleRow::line);
    FileStore.of(new Path(folder), hadoop.value())
        .write(file(folder, day), lines(Stream.concat(Stream.of(SampleLog.HEADER), rows)));
  }

  private static Path file(String folder, LocalDate day) {
    return new Path(folder, "log/dt=" + day + "/" + PART);
  }

  private static String lines(Stream<String> lines) {
    return lines.collect(Collectors.joining("\n", "", "\n"));
  }
}
