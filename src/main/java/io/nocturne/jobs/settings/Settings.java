package io.nocturne.jobs.settings;

import io.nocturne.config.Configuration;
import io.nocturne.config.ConfigurationException;
import io.nocturne.model.Recipe;
import io.nocturne.model.metric.Metric;
import io.nocturne.model.metric.MetricList;
import io.nocturne.model.sample.SampleSettings;
import io.nocturne.spark.log.LogSettings;
import io.nocturne.spark.log.RowRules;
import io.nocturne.spark.log.TimeFormat;
import io.nocturne.spark.log.file.ColumnNames;
import io.nocturne.spark.log.file.FileForm;
import io.nocturne.spark.log.file.LogFormat;
import io.nocturne.spark.log.file.LogSource;
import io.nocturne.spark.log.id.IdType;
import io.nocturne.spark.prepare.Duplicates;
import io.nocturne.spark.prepare.GivenSplit;
import io.nocturne.spark.prepare.PrepareSettings;
import io.nocturne.spark.prepare.SplitKind;
import io.nocturne.spark.prepare.SplitSettings;
import io.nocturne.spark.prepare.Titles;
import io.nocturne.spark.serve.GateSettings;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;

/** The configuration as typed values for each step. */
public final class Settings {
  private static final FileForm SAMPLE_FORM = new FileForm(LogFormat.CSV, "UTF-8", ",", true);

  private final Configuration configuration;
  private final LocalDate date;

  /**
   * @param clock what today and yesterday are counted from
   */
  public Settings(Configuration configuration, Clock clock) {
    this.date = date(configuration, clock);
    // yesterday is another day tomorrow, when somebody feeds the stored configuration back
    this.configuration = configuration.with("date", date.toString());
  }

  /** Validates all settings before Spark starts. */
  public void checkAll() {
    bench().check();
    checkMetrics();
    log();
    titles();
    split();
    lists().sources();
    training().check();
    sample();
  }

  /** The benchmarks. */
  public BenchKeys bench() {
    return new BenchKeys(configuration);
  }

  private static LocalDate date(Configuration configuration, Clock clock) {
    ZoneId zone = ZoneId.of(configuration.text("time-zone"));
    LocalDate today = LocalDate.now(clock.withZone(zone));
    return switch (configuration.text("date")) {
      case "today" -> today;
      case "yesterday" -> today.minusDays(1);
      default -> LocalDate.parse(configuration.text("date"));
    };
  }

  private void checkMetrics() {
    Recipe recipe = training().recipe();
    lists().require(recipe);
    ratings().scale();
    ratings().require("evaluate.metrics", metrics(), recipe.name(), recipe.predictsRatings());
    String gated = configuration.text("gate.metric");
    if (!gated.isEmpty() && gateMetric().isEmpty()) {
      throw new ConfigurationException(
          "Invalid gate.metric: %s (expected one of evaluate.metrics: %s; or \"\" for none)"
              .formatted(gated, configuration.list("evaluate.metrics")));
    }
  }

  public Configuration configuration() {
    return configuration;
  }

  public LocalDate date() {
    return date;
  }

  public ZoneId zone() {
    return ZoneId.of(configuration.text("time-zone"));
  }

  public long seed() {
    return configuration.integer("seed");
  }

  public boolean isSample() {
    return configuration.text("input.path").equals("sample");
  }

  public String samplePath() {
    return configuration.text("sample.path");
  }

  public SampleSettings sample() {
    return new SampleSettings(
        LocalDate.parse(configuration.text("sample.first-day")),
        configuration.integer("sample.users"),
        configuration.integer("sample.items"),
        configuration.number("sample.interactions-per-day"),
        configuration.number("sample.repeated-share"),
        configuration.number("sample.broken-share"));
  }

  public LogSettings log() {
    return new LogSettings(
        source(),
        new ColumnNames(
            configuration.text("input.columns.user"),
            configuration.text("input.columns.item"),
            configuration.text("input.columns.rating"),
            configuration.text("input.columns.time"),
            configuration.text("input.columns.order")),
        configuration.choice("input.ids.user", IdType.class),
        configuration.choice("input.ids.item", IdType.class),
        rules());
  }

  private LogSource source() {
    return new LogSource(
        "input",
        "input.path",
        isSample() ? samplePath() + "/log/dt={date}" : configuration.text("input.path"),
        isSample() ? SAMPLE_FORM : logForm(),
        date,
        configuration.integer("input.days"),
        configuration.integer("input.max-missing-days"));
  }

  private RowRules rules() {
    String latest = configuration.text("input.latest");
    return new RowRules(
        configuration.choice("input.time-format", TimeFormat.class),
        takesNonPositive(),
        LocalDate.parse(configuration.text("input.earliest")),
        latest.equals("run-date") ? date : LocalDate.parse(latest),
        zone());
  }

  /** Whether a rating of zero or less is good: a threshold decides, or it lies on the scale. */
  public boolean takesNonPositive() {
    return configuration.numberOrNone("prepare.min-rating").isPresent()
        || ratings().hasNonPositive(training().recipe());
  }

  public Titles titles() {
    boolean ofSample = isSample() && configuration.text("titles.path").isEmpty();
    String path = ofSample ? samplePath() + "/titles.csv" : configuration.text("titles.path");
    return new Titles(
        LogSource.plain("titles", "titles.path", path, ofSample ? SAMPLE_FORM : titlesForm()),
        configuration.text("titles.item"),
        configuration.text("titles.title"),
        configuration.number("prepare.max-bad-share"));
  }

  private FileForm logForm() {
    return Forms.of(
        configuration, "input.format", "input.encoding", "input.delimiter", "input.header");
  }

  private FileForm titlesForm() {
    return Forms.of(
        configuration, "titles.format", "titles.encoding", "titles.delimiter", "titles.header");
  }

  public PrepareSettings prepare() {
    return new PrepareSettings(
        configuration.choice("prepare.duplicates", Duplicates.class),
        configuration.numberOrNone("prepare.min-rating").orElse(Double.NEGATIVE_INFINITY),
        configuration.text("prepare.weights").equals("binary"),
        configuration.integer("prepare.min-user-interactions"),
        configuration.integer("prepare.min-item-interactions"),
        configuration.integer("prepare.max-history"),
        configuration.number("prepare.max-bad-share"));
  }

  public SplitSettings split() {
    SplitKind kind = configuration.choice("split.kind", SplitKind.class);
    GivenSplit given = given();
    if (kind == SplitKind.GIVEN) {
      check(given);
    }
    double share = configuration.number("split.held-out-share");
    boolean validation = configuration.flag("split.validation");
    if (kind == SplitKind.WEAK && validation && 2 * share >= 1) {
      throw new ConfigurationException(
          "Invalid split.held-out-share: %s (expected less than 0.5, as split.kind = weak holds out as much again for split.validation = true and leaves nothing to train on)"
              .formatted(share));
    }
    return new SplitSettings(
        kind,
        configuration.number("split.held-out-users"),
        share,
        validation,
        configuration.integer("split.held-out-days"),
        date.plusDays(1).atStartOfDay(zone()).toEpochSecond(),
        seed(),
        given);
  }

  private GivenSplit given() {
    return new GivenSplit(
        configuration.text("split.given.test-held-out"),
        configuration.text("split.given.test-fold-in"),
        configuration.text("split.given.validation-held-out"),
        configuration.text("split.given.validation-fold-in"),
        configuration.number("split.given.validation-share"));
  }

  private static void check(GivenSplit given) {
    if (given.testHeldOut().isEmpty()) {
      throw new ConfigurationException(
          "Invalid split.given.test-held-out: \"\" (expected a file, as split.kind is given)");
    }
    boolean hasFile = !given.validationHeldOut().isEmpty() || !given.validationFoldIn().isEmpty();
    if (given.validationShare() > 0 && hasFile) {
      throw new ConfigurationException(
          "Invalid split.given.validation-share: %s (expected 0, as split.given names a file for validation)"
              .formatted(given.validationShare()));
    }
  }

  /** The settings of predicted ratings. */
  public RatingKeys ratings() {
    return new RatingKeys(configuration);
  }

  /** The settings of generated histories. */
  public GenerateKeys generation() {
    return new GenerateKeys(configuration);
  }

  /** The settings of lists, and what is left out of them. */
  public MaterializeKeys lists() {
    return new MaterializeKeys(configuration, date);
  }

  /** The settings of recipes and their training. */
  public TrainKeys training() {
    return new TrainKeys(configuration, seed());
  }

  public MetricList metrics() {
    try {
      return MetricList.parse(configuration.list("evaluate.metrics"));
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException("Invalid evaluate.metrics: " + e.getMessage(), e);
    }
  }

  /** The metric of the gate; empty for none. */
  public Optional<Metric> gateMetric() {
    return metrics().find(configuration.text("gate.metric"));
  }

  public GateSettings gate() {
    return new GateSettings(
        gateMetric(),
        configuration.number("gate.max-below-popularity"),
        configuration.number("gate.max-drop"),
        configuration.number("gate.max-shrink"),
        configuration.number("gate.max-empty-lists"),
        configuration.number("gate.max-identical-lists"));
  }
}
