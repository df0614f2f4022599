package io.nocturne.spark.prepare;

import io.nocturne.spark.log.IdColumns;
import io.nocturne.spark.log.LogCase;
import io.nocturne.spark.log.file.FileForm;
import io.nocturne.spark.log.file.LogFormat;
import io.nocturne.spark.log.file.LogSource;
import io.nocturne.spark.store.TableStore;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.hadoop.fs.Path;

/** A preparation with the defaults of conf/nightly.conf but for the fields that a test sets. */
public final class PrepareCase {
  /** The first second of the random logs' days, of which there are thirty. */
  public static final long FIRST_SECOND = Instant.parse("2026-10-22T00:00:00Z").getEpochSecond();

  public final LogCase log;
  public Titles titles = titles("");
  public Duplicates duplicates = Duplicates.LAST;
  public double minRating = Double.NEGATIVE_INFINITY;
  public boolean binary = true;
  public int minUser = 1;
  public int minItem = 1;
  public int maxHistory;
  public double maxBadShare = .05;
  public SplitKind split = SplitKind.NONE;
  public double heldOutUsers = .1;
  public double heldOutShare = .2;
  public boolean validation;
  public int heldOutDays = 7;
  public long seed = 42;
  public GivenSplit given = new GivenSplit("", "", "", "");

  /** Receives the messages of a preparation. */
  public Consumer<String> progress = message -> {};

  private int runs;

  public PrepareCase(LogCase log) {
    this.log = log;
  }

  /** Titles with the defaults of conf/nightly.conf. */
  public static Titles titles(String path) {
    FileForm form = new FileForm(LogFormat.AUTO, "UTF-8", "", true);
    return new Titles(LogSource.plain("titles", "titles.path", path, form), "item", "title", .05);
  }

  public static PrepareCase csv(java.nio.file.Path folder, String... lines) {
    return new PrepareCase(LogCase.csv(folder, lines));
  }

  /** With the log of {@link RandomLog}, a line "u7,i3,4,1790000000" an interaction. */
  public static PrepareCase random(java.nio.file.Path folder, int users, int items, double share) {
    List<String> lines = new ArrayList<>(List.of("user,item,rating,timestamp"));
    lines.addAll(RandomLog.lines(7, users, items, share));
    LogCase log = new LogCase(folder);
    log.write("log.csv", lines);
    return new PrepareCase(log);
  }

  public PrepareSettings settings() {
    return new PrepareSettings(
        duplicates, minRating, binary, minUser, minItem, maxHistory, maxBadShare);
  }

  /** Takes over all settings. */
  void use(PrepareSettings settings, SplitSettings divided) {
    duplicates = settings.duplicates();
    minRating = settings.minRating();
    binary = settings.binary();
    minUser = settings.minUserInteractions();
    minItem = settings.minItemInteractions();
    maxHistory = settings.maxHistory();
    split = divided.kind();
    heldOutUsers = divided.heldOutUsers();
    heldOutShare = divided.heldOutShare();
    validation = divided.validation();
    heldOutDays = divided.heldOutDays();
    seed = divided.seed();
    given = divided.given();
  }

  public SplitSettings splitSettings() {
    LocalDate next = log.date.plusDays(1);
    long end = next.atStartOfDay(log.zone).toEpochSecond();
    return new SplitSettings(
        split, heldOutUsers, heldOutShare, validation, heldOutDays, end, seed, given);
  }

  private static final class NoChecks implements BeforeWriting {
    @Override
    public void ids(IdColumns ids) {}

    @Override
    public void space(long bytes) {}
  }

  /** Prepares into a new folder. */
  public Prepared run() {
    TableStore tables = new TableStore(log.session(), new Path(log.folder + "/tables-" + runs++));
    Preparation preparation =
        new Preparation(
            log.session(),
            log.settings(),
            titles,
            settings(),
            splitSettings(),
            new NoChecks(),
            progress);
    return new Prepared(tables, preparation.run(tables, "made from").figures());
  }
}
