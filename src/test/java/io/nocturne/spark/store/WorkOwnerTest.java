package io.nocturne.spark.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkOwnerTest {
  @TempDir Path folder;

  private WorkOwner take(String command) {
    org.apache.hadoop.fs.Path path = SmallTables.path(folder);
    return WorkOwner.take(
        FileStore.of(path, new Configuration()), path, Json.object().put("command", command));
  }

  @Test
  void theLastToTakeAFolderHasIt() throws IOException {
    WorkOwner killed = take("nightly");
    WorkOwner first = take("train");
    assertEquals(Optional.empty(), first.takenBy());
    WorkOwner second = take("train");
    assertEquals(Optional.of("command train"), killed.takenBy());
    assertEquals(Optional.of("command train"), first.takenBy(), "the same command is another job");
    assertEquals(Optional.empty(), second.takenBy());
    Files.delete(folder.resolve(WorkOwner.FILE));
    assertEquals(Optional.of("its folder was cleared"), second.takenBy());
  }

  @Test
  void aDamagedFileNamesNobody() throws IOException {
    WorkOwner owner = take("nightly");
    String before = Files.readString(folder.resolve(WorkOwner.FILE));
    Files.writeString(folder.resolve(WorkOwner.FILE), "");
    assertEquals(Optional.empty(), owner.takenBy());
    take("nightly");
    assertNotEquals(before, Files.readString(folder.resolve(WorkOwner.FILE)));
  }
}
