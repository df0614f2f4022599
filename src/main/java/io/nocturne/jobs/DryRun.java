package io.nocturne.jobs;

import io.nocturne.jobs.settings.Settings;
import io.nocturne.spark.log.LogSettings;
import io.nocturne.spark.log.file.LogFiles;
import io.nocturne.spark.log.file.LogSource;
import io.nocturne.spark.store.RunRoot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Prints what a command would read and write, and does nothing else. */
final class DryRun {
  private static final Pattern NAME = Pattern.compile("sample\\.path|generate\\.path|root|DATE");

  private final Command command;
  private final Settings settings;
  private final Console console;

  DryRun(Command command, Settings settings, Console console) {
    this.command = command;
    this.settings = settings;
    this.console = console;
  }

  void run(Report report) {
    settings.checkAll();
    new Places(command, settings).check();
    settings.configuration().render().lines().forEach(console::result);
    console.result("");
    console.result("date:        " + settings.date());
    reads().forEach(line -> console.result("would read:  " + line));
    writes().forEach(line -> console.result("would write: " + line));
    report.put("dry_run", true);
    report.put("date", settings.date().toString());
  }

  private List<String> writes() {
    Map<String, String> names =
        Map.of(
            "sample.path", settings.samplePath(),
            "generate.path", settings.generation().path(),
            "root", settings.configuration().text("root"),
            "DATE", settings.date().toString());
    // in one pass, as a path may hold such a name itself
    String written =
        NAME.matcher(command.writes())
            .replaceAll(name -> Matcher.quoteReplacement(names.get(name.group())));
    String report = settings.configuration().reportPath();
    return report.isEmpty() ? List.of(written) : List.of(written, report);
  }

  private List<String> reads() {
    if (command == Command.SAMPLE) {
      return List.of("nothing");
    }
    if (command == Command.BENCH) {
      return List.of(settings.configuration().text("bench.log"));
    }
    String root = settings.configuration().text("root");
    if (command == Command.GENERATE) {
      settings.generation().path(new RunRoot(root, Places.hadoop())); // throws if invalid
      return List.of(
          "the model of the run in %s/CURRENT or %s/work/date=%s (generate.model: %s)"
              .formatted(root, root, settings.date(), settings.generation().model()));
    }
    List<String> lines = new ArrayList<>();
    if (command.readsLog()) {
      lines.addAll(log());
    } else {
      lines.add(root + "/work/date=" + settings.date());
    }
    if (command.makesLists()) {
      settings.lists().sources().values().forEach(table -> lines.add(files(table)));
    }
    return lines;
  }

  private List<String> log() {
    LogSettings log = settings.log();
    if (settings.isSample()) {
      return List.of(
          "%s, %d days up to %s; nightly writes those that are missing"
              .formatted(log.path(), log.source().days(), log.source().date()),
          settings.titles().source().path());
    }
    List<String> paths = new ArrayList<>(List.of(log.path()));
    paths.addAll(settings.split().files());
    List<String> lines =
        new ArrayList<>(paths.stream().map(p -> files(log.withPath(p).source())).toList());
    LogSource titles = settings.titles().source();
    if (!titles.path().isEmpty()) {
      lines.add(files(titles));
    }
    return lines;
  }

  private static String files(LogSource source) {
    LogFiles files = LogFiles.findAny(source, Places.hadoop());
    return "%s: %,d file(s), %,d bytes, %d day(s) missing"
        .formatted(source.path(), files.files(), files.bytes(), files.missingDays().size());
  }
}
