package io.nocturne.jobs;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The errors and messages of prepare: a case expects a status and a part of the error ({@code error
 * ...}) or of the log ({@code says ...}).
 */
class PrepareCasesTest {
  static Stream<Arguments> cases() {
    return CaseFile.group("prepare");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void endsAsExpected(String name, CaseFile given, @TempDir Path folder) {
    List<String> settings = new ArrayList<>(given.write(folder));
    settings.add("root=" + folder.resolve("root"));
    JobRun run = JobRun.of(Command.PREPARE, settings.toArray(String[]::new));
    List<String> errors = new ArrayList<>();
    int status = 0;
    for (String line : given.expected()) {
      String[] words = line.split(" ", 2);
      switch (words[0]) {
        case "status" -> status = Integer.parseInt(words[1]);
        case "error" -> errors.add(words[1]);
        case "says" -> run.says(words[1]);
        default -> throw new IllegalArgumentException("Unknown expectation: " + line);
      }
    }
    if (status == 0) {
      run.done();
    } else {
      run.refused(status, errors.toArray(String[]::new));
    }
  }
}
