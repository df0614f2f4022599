package io.nocturne.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What may be published, command by command. */
class PublishStepTest {
  @TempDir Path temp;
  private Path log;
  private Path root;
  private Path work;
  private String err;

  @BeforeEach
  void writeTheLog() throws IOException {
    log = temp.resolve("log.csv");
    root = temp.resolve("root");
    work = root.resolve("work/date=2026-11-20");
    writeLog(12);
  }

  private void writeLog(int items) throws IOException {
    List<String> rows = new ArrayList<>(List.of("user,item"));
    for (int user = 0; user < 8; user++) {
      for (int item = 0; item < items; item++) {
        if ((user + item) % 4 != 0) {
          rows.add(user + "," + item);
        }
      }
    }
    Files.write(log, rows);
  }

  private int run(Command command) {
    ByteArrayOutputStream told = new ByteArrayOutputStream();
    PrintStream none = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    int status =
        new Job(
                command,
                Clock.systemUTC(),
                none,
                new PrintStream(told, true, StandardCharsets.UTF_8))
            .run(
                Optional.empty(),
                List.of(
                    "date=2026-11-20",
                    "root=" + root,
                    "input.path=" + log,
                    "gate.metric=",
                    "evaluate.bootstrap=10"),
                false);
    err = told.toString(StandardCharsets.UTF_8);
    return status;
  }

  private void runAll(Command... commands) {
    for (Command command : commands) {
      assertEquals(0, run(command), () -> err);
    }
  }

  private String current() throws IOException {
    return Files.readString(root.resolve("CURRENT"));
  }

  private void assertRefused(String message) {
    assertEquals(3, run(Command.PUBLISH), () -> err);
    assertTrue(err.contains(message), err);
  }

  @Test
  void onlyWhatIsCompleteAndBelongsTogether() throws IOException {
    runAll(Command.PREPARE, Command.TRAIN, Command.EVALUATE, Command.MATERIALIZE, Command.PUBLISH);
    String live = current();
    assertFalse(Files.exists(work));
    runAll(Command.PUBLISH);
    assertTrue(err.contains("the run of this date is published already"), err);
    assertFalse(Files.exists(work), "the second publish leaves nothing");

    writeLog(11);
    runAll(Command.PREPARE);
    assertRefused("Cannot find the table parameters in ");
    runAll(Command.TRAIN);
    assertRefused("Cannot find the table recommendations in ");
    runAll(Command.MATERIALIZE);
    assertRefused("Cannot find the table metrics in ");
    runAll(Command.EVALUATE);
    writeLog(12);
    runAll(Command.PREPARE);
    assertRefused("The table recommendations was made from other data than is here now.");
    assertEquals(live, current());
  }

  @Test
  void aDamagedModelIsRefusedAndACurrentRunThatIsGoneStopsNothing() throws IOException {
    runAll(Command.PREPARE, Command.TRAIN, Command.EVALUATE, Command.MATERIALIZE);
    Path model = work.resolve("model/parameters/part-00000.parquet");
    byte[] bytes = Files.readAllBytes(model);
    bytes[bytes.length / 2] ^= 1;
    Files.write(model, bytes);
    assertRefused("The table parameters in ");
    assertFalse(Files.exists(root.resolve("CURRENT")));

    bytes[bytes.length / 2] ^= 1;
    Files.write(model, bytes);
    Files.writeString(root.resolve("CURRENT"), "runs/date=2026-11-19/0123456789ab\n");
    runAll(Command.PUBLISH);
    assertTrue(err.contains("CURRENT names a run that is not there: file:" + root), err);
    assertTrue(current().startsWith("runs/date=2026-11-20/"), current());
  }
}
