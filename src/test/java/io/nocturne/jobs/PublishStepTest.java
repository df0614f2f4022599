package io.nocturne.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Publishing a run with damaged, missing or stale files of a killed job. */
class PublishStepTest {
  @TempDir Path temp;

  private JobRun run(Command command, String... keyValues) {
    String[] all = new String[keyValues.length + 3];
    all[0] = "root=" + temp.resolve("root");
    all[1] = "input.path=" + temp.resolve("log.csv");
    all[2] = "materialize.similar-items=3";
    System.arraycopy(keyValues, 0, all, 3, keyValues.length);
    return JobRun.of(command, all);
  }

  @Test
  void publishesOnlyCompleteAndConsistentRuns() throws IOException {
    SmallLog.write(temp.resolve("log.csv"), SmallLog.csv());
    run(Command.PREPARE).done();
    run(Command.TRAIN).done();
    run(Command.EVALUATE).done();
    run(Command.MATERIALIZE).done();
    Path work = temp.resolve("root/work/date=2026-11-20");

    Path older = work.resolve("similar_items/_table.json");
    String stamped = Files.readString(older);
    Files.writeString(older, stamped.replaceFirst("(\"made_from\" : \")[^\"]*", "$1older"));
    run(Command.PUBLISH)
        .refused(3, "The table similar_items was made from data that has changed since");
    Files.writeString(older, stamped);

    Path lost = Files.move(work.resolve("user_metrics"), temp.resolve("user_metrics"));
    run(Command.PUBLISH).refused(3, "Cannot find the table user_metrics in ");
    Files.move(lost, work.resolve("user_metrics"));

    flipAByte(work.resolve("model/parameters/part-00000.parquet"));
    run(Command.PUBLISH).refused(3, "The table parameters in ", " is damaged: content hash ");
    assertFalse(Files.exists(temp.resolve("root/CURRENT")));
    flipAByte(work.resolve("model/parameters/part-00000.parquet"));

    // CURRENT names a missing run until the next run is published
    Path pointer = temp.resolve("root/CURRENT");
    Files.writeString(pointer, "runs/date=2026-11-19/0123456789ab\n");
    run(Command.PUBLISH).done().says("CURRENT names a run that is not there: file:");
    assertTrue(Files.readString(pointer).startsWith("runs/date=2026-11-20/"));
    assertFalse(Files.exists(work));

    run(Command.PUBLISH).done().says("the run of this date is already published");
    assertFalse(Files.exists(work), "the second publish leaves nothing");
  }

  private static void flipAByte(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
    assertEquals(bytes.length, Files.size(file));
  }
}
