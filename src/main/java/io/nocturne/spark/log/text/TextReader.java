package io.nocturne.spark.log.text;

import io.nocturne.spark.UnusableDataException;
import io.nocturne.spark.log.file.ColumnFinder;
import io.nocturne.spark.log.file.DataFile;
import io.nocturne.spark.log.file.Encodings;
import io.nocturne.spark.log.file.FileForm;
import io.nocturne.spark.log.file.FileLayout;
import io.nocturne.spark.log.file.InParallel;
import io.nocturne.spark.log.file.LogFormat;
import io.nocturne.spark.log.file.LogReader;
import io.nocturne.spark.log.file.LogSource;
import io.nocturne.spark.log.file.Role;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;

/** Reads csv, MovieLens' form and json. */
public final class TextReader implements LogReader {
  private final JavaSparkContext spark;
  private final FileForm form;
  private final LogFormat format;
  private final List<String> movieLens;
  private final List<Role> roles;
  private final List<String> notices = new ArrayList<>();
  private final Map<String, String> encodings = new HashMap<>();
  private final List<FileLayout> layouts = new ArrayList<>();

  /**
   * Finds the columns of the files: of csv in their headers, of json in all rows.
   *
   * @param movieLens the columns of MovieLens' form
   */
  public TextReader(
      SparkSession session,
      LogSource source,
      ColumnFinder finder,
      List<Role> roles,
      LogFormat format,
      List<String> movieLens,
      List<DataFile> files) {
    this.spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    this.form = source.form();
    this.movieLens = movieLens;
    this.format = format;
    this.roles = roles;
    List<DataFile> full = files.stream().filter(file -> file.bytes() > 0).toList();
    String key = source.section() + ".encoding";
    List<String> found =
        InParallel.map(full, file -> TextFile.encoding(file, form.encoding(), key, hadoop()));
    IntStream.range(0, full.size()).forEach(k -> encodings.put(full.get(k).uri(), found.get(k)));
    for (FileLayout layout : format == LogFormat.JSON ? json(full) : csv(full)) {
      int[] places = finder.places(layout.names(), layout.file().source());
      layouts.add(new FileLayout(layout.file(), layout.names(), places, layout.delimiter()));
    }
  }

  private Configuration hadoop() {
    return spark.hadoopConfiguration();
  }

  private List<FileLayout> csv(List<DataFile> files) {
    return InParallel.map(files, this::csvLayout).stream()
        .filter(layout -> !layout.names().isEmpty())
        .toList();
  }

  private FileLayout csvLayout(DataFile file) {
    String delimiter =
        format == LogFormat.MOVIELENS ? "::" : form.delimiterOf(file.path().getName());
    String line = firstLine(file);
    if (line == null) {
      return new FileLayout(file, List.of(), new int[0], delimiter);
    }
    int columns = (int) line.chars().filter(c -> c == delimiter.charAt(0)).count() + 1;
    String[] cells = new CsvParser(delimiter, columns).cells(line);
    if (format == LogFormat.MOVIELENS) {
      checkMovieLens(file, cells.length);
      return new FileLayout(file, movieLens, new int[0], delimiter);
    }
    List<String> names =
        form.header() ? CsvCutter.names(cells) : CsvCutter.names(new String[cells.length]);
    return new FileLayout(file, names, new int[0], delimiter);
  }

  private void checkMovieLens(DataFile file, int columns) {
    if (columns != movieLens.size()) {
      throw new UnusableDataException(
          "Cannot read %s as movielens: its first row has %d column(s), not %s. Set another format"
              .formatted(file.source(), columns, String.join("::", movieLens)));
    }
  }

  private String firstLine(DataFile file) {
    String encoding = encodings.get(file.uri());
    Encodings decoder = new Encodings(encoding);
    try (TextLines lines = TextLines.of(file, encoding, hadoop())) {
      while (lines.next()) {
        String text = decoder.escaped(lines.bytes(), lines.length());
        if (!text.isBlank()) {
          return text;
        }
      }
    }
    return null;
  }

  /** Returns the layouts by the keys in the rows of each file, in their most frequent spelling. */
  private List<FileLayout> json(List<DataFile> files) {
    List<FileLayout> unknown =
        files.stream().map(file -> new FileLayout(file, List.of(), new int[0], "")).toList();
    List<JsonKeys> keys = rows(unknown, 0, JsonKeys::count).collect();
    JsonKeys all = JsonKeys.merged(keys);
    Set<String> rare = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    roles.stream()
        .filter(role -> !role.required() && !role.isNamed())
        .flatMap(role -> role.names().stream())
        .filter(all::isRare)
        .forEach(rare::add);
    rare.stream()
        .filter(name -> all.rowsWith(name) > 0)
        .forEach(name -> notices.add(rare(all, name)));
    return files.stream()
        .map(
            file ->
                new FileLayout(
                    file,
                    all.names(file.source()).stream().filter(name -> !rare.contains(name)).toList(),
                    new int[0],
                    ""))
        .toList();
  }

  private static String rare(JsonKeys keys, String name) {
    return "%s is not read: only %,d of %,d rows have it"
        .formatted(name, keys.rowsWith(name), keys.rows());
  }

  @Override
  public List<String> notices() {
    return notices;
  }

  @Override
  public List<FileLayout> layouts() {
    return layouts;
  }

  @Override
  public <T> JavaRDD<T> rows(RowsFunction<T> each) {
    return rows(layouts, roles.size(), each);
  }

  private <T> JavaRDD<T> rows(List<FileLayout> files, int width, RowsFunction<T> each) {
    List<String> ofFiles =
        files.stream().map(layout -> encodings.get(layout.file().uri())).toList();
    List<List<TextSlice>> tasks = TextSlice.distribute(files, ofFiles, hadoop());
    if (tasks.isEmpty()) {
      return spark.emptyRDD();
    }
    SerializableConfiguration hadoop = new SerializableConfiguration(hadoop());
    LogFormat ofFormat = format;
    boolean header = form.header() && format == LogFormat.CSV;
    // the slices travel within the function: as elements they would meet Kryo, which takes no
    // records
    List<Integer> numbers = IntStream.range(0, tasks.size()).boxed().toList();
    return spark
        .parallelize(numbers, tasks.size())
        .mapPartitions(
            task ->
                each.apply(
                    new TextRows(tasks.get(task.next()), ofFormat, header, width, hadoop.value())));
  }
}
