package io.nocturne.jobs;

import io.nocturne.spark.log.LogFiles;
import io.nocturne.spark.log.LogSettings;
import java.io.PrintStream;
import org.apache.hadoop.conf.Configuration;

/** Says what a command would read and write, and does nothing. */
final class DryRun {
  private final Command command;
  private final Settings settings;
  private final PrintStream out;

  DryRun(Command command, Settings settings, PrintStream out) {
    this.command = command;
    this.settings = settings;
    this.out = out;
  }

  void run(Report report) {
    settings.checkAll();
    out.print(settings.configuration().render());
    out.println();
    out.println("date:        " + settings.date());
    out.println("would read:  " + reads());
    String root = settings.configuration().text("root");
    out.println(
        "would write: "
            + command
                .writes()
                .replace("sample.path", settings.samplePath())
                .replace("root", root)
                .replace("DATE", settings.date().toString()));
    report.put("dry_run", true);
    report.put("date", settings.date().toString());
  }

  private String reads() {
    if (!command.readsLog()) {
      return command == Command.SAMPLE
          ? "nothing"
          : settings.configuration().text("root") + "/work/date=" + settings.date();
    }
    LogSettings log = settings.log();
    if (settings.isSample()) {
      return "%s, %d days up to %s, generated where they are missing"
          .formatted(log.path(), log.days(), log.date());
    }
    LogFiles files = LogFiles.find(log, new Configuration());
    return "%s: %,d file(s), %,d bytes, %d day(s) missing"
        .formatted(log.path(), files.files(), files.bytes(), files.missingDays().size());
  }
}
