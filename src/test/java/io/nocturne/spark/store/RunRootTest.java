package io.nocturne.spark.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunRootTest {
  @TempDir Path temp;

  @Test
  void makesTheRootAndLeavesNothingInIt() throws IOException {
    Path folder = temp.resolve("a root/of Zoë");
    RunRoot root = SmallTables.root(folder);
    root.checkWritable();
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(0, files.count());
    }
    assertEquals(Optional.empty(), root.current());
  }

  /** A file in the way: nobody can write there, not even who may write anywhere. */
  @Test
  void saysThatItCannotWriteAndWhatToDo() throws IOException {
    Path folder = Files.createFile(temp.resolve("file")).resolve("root");
    RunRoot root = SmallTables.root(folder);
    String message = assertThrows(UnwritableRootException.class, root::checkWritable).getMessage();
    assertTrue(message.startsWith("Cannot write to the root file:" + folder + ": "), message);
    assertTrue(message.endsWith(". Set root to a folder that this user may write"), message);
  }

  @Test
  void thePointerIsRelativeSoThatTheRootCanBeMoved() throws IOException {
    RunRoot root = SmallTables.root(temp.resolve("a root"));
    root.setCurrent(root.run(SmallTables.DATE, "0123456789ab"), SmallTables.MILLIS, told -> {});
    assertEquals(
        "runs/date=2026-11-20/0123456789ab\n", Files.readString(temp.resolve("a root/CURRENT")));
    Files.move(temp.resolve("a root"), temp.resolve("another"));
    RunRoot moved = SmallTables.root(temp.resolve("another"));
    assertEquals(Optional.of(moved.run(SmallTables.DATE, "0123456789ab")), moved.current());
  }

  @Test
  void whatIsNotOursIsNoRun() throws IOException {
    RunRoot root = SmallTables.root(temp);
    for (String run :
        List.of(
            "runs/date=2026-11-20/0123456789ab",
            "runs/date=2026-11-20/.0123456789ab-" + "00000000-0000-0000-0000-000000000000",
            "runs/date=2026-11-20/copy of 0123456789ab",
            "runs/backup/0123456789ab",
            "runs/date=copy/0123456789ab")) {
      Files.createDirectories(temp.resolve(run));
      Files.createFile(temp.resolve(run).resolve(Manifest.FILE));
    }
    Files.createFile(temp.resolve("runs/manifest.json"));
    Files.createFile(temp.resolve("runs/date=2026-11-19"));
    Files.createFile(temp.resolve("runs/date=2026-11-20/0123456789ac"));
    assertEquals(
        List.of(root.run(SmallTables.DATE, "0123456789ab")),
        root.runs().stream().map(manifest -> manifest.getPath().getParent()).toList());
  }
}
