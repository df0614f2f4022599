package io.nocturne.jobs;

import io.nocturne.config.Configuration;
import io.nocturne.jobs.bench.FaultsBench;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Prepares a small sample in a folder of its own, and tries faults on it. */
final class FaultTables {
  private FaultTables() {}

  /**
   * Tries all faults and returns a line of each case.
   *
   * @throws IllegalStateException if a case did not end as it should have
   */
  static List<String> tryAll(RunContext run) {
    try {
      Path folder = Files.createTempDirectory("nocturne-faults-");
      Path root = folder.resolve("root");
      Runtime.getRuntime().addShutdownHook(new Thread(FaultTables::endChildren));
      prepare(run, folder, root);
      List<String> lines = new ArrayList<>();
      try (FaultsBench bench = new FaultsBench(folder, root)) {
        List<String> bad =
            bench.run(
                run.settings().seed(),
                line -> {
                  run.console().result(line);
                  lines.add(line);
                });
        if (!bad.isEmpty()) {
          throw new IllegalStateException("Not as it should be: " + String.join("; ", bad));
        }
      } finally {
        FaultsBench.delete(folder);
      }
      return lines;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot try faults", e);
    }
  }

  /** All processes that this one has started, if it is interrupted, are for the faults. */
  private static void endChildren() {
    ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
  }

  private static void prepare(RunContext run, Path folder, Path root) {
    List<String> keyValues = new ArrayList<>(FaultsBench.SETTINGS);
    keyValues.add("sample.path=" + folder.resolve("sample"));
    keyValues.add("root=" + root);
    RunContext own =
        run.with(new Settings(Configuration.load(Optional.empty(), keyValues), run.clock()));
    own.run(Command.SAMPLE);
    own.run(Command.PREPARE);
  }
}
