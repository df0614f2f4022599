package io.nocturne.spark.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.spark.location.WrongLocationException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where renaming a folder is no single step, and FileContext knows nothing of the scheme. */
class ObjectStoreTest {
  private static final String KEY = "fs." + BucketFileSystem.SCHEME + ".impl";

  @TempDir Path folder;
  private RunRoot root;
  private final List<String> progress = new ArrayList<>();

  @BeforeEach
  void open() {
    Configuration hadoop = SmallTables.spark().sparkContext().hadoopConfiguration();
    hadoop.set(KEY, BucketFileSystem.class.getName());
    BucketFileSystem.failsAfter = -1;
    BucketFileSystem.renamedPointers = 0;
    root = new RunRoot(BucketFileSystem.SCHEME + "://" + folder, hadoop);
  }

  @AfterEach
  void close() {
    BucketFileSystem.failsAfter = -1;
    SmallTables.spark().sparkContext().hadoopConfiguration().unset(KEY);
  }

  private org.apache.hadoop.fs.Path publish(int version) throws IOException {
    return publish(SmallTables.make(root, SmallTables.DATE, version), version);
  }

  private org.apache.hadoop.fs.Path publish(TableStore tables, int version) {
    return new Publisher(root, 2, progress::add)
        .publish(
            SmallTables.DATE,
            tables,
            List.of("model"),
            Json.object(),
            SmallTables.MILLIS + 1000L * version);
  }

  @Test
  void publishesAndReplacesThePointerByOnePut() throws IOException {
    root.checkWritable();
    publish(1);
    org.apache.hadoop.fs.Path run = publish(2);
    assertEquals(Optional.of(run), root.current());
    assertEquals(0, BucketFileSystem.renamedPointers, "CURRENT was renamed");
    assertEquals("bucket", run.toUri().getScheme());
  }

  @Test
  void writesAndReadsTables() {
    TableStore tables = new TableStore(SmallTables.spark(), root.work(SmallTables.DATE));
    SmallTables.write(tables, "items", SmallTables.items(10, 1));
    TableInfo info = SmallTables.write(tables, "items", SmallTables.items(10, 2));
    tables.verify("items");
    assertEquals(
        SmallTables.items(10, 2), tables.read("items").orderBy("item_index").collectAsList());
    TableStore onDisk = new TableStore(SmallTables.spark(), SmallTables.path(folder));
    assertEquals(info, SmallTables.write(onDisk, "items", SmallTables.items(10, 2)));
  }

  /** A rename that stops half way must not leave what looks like a table. */
  @Test
  void aTableThatCameInPartIsNotThere() {
    TableStore tables = new TableStore(SmallTables.spark(), root.work(SmallTables.DATE), 4);
    SmallTables.write(tables, "items", SmallTables.items(10, 1));
    for (int renamed = 0; ; renamed++) {
      BucketFileSystem.failsAfter = renamed;
      try {
        SmallTables.write(tables, "items", SmallTables.items(10, 2));
        break;
      } catch (UncheckedIOException e) {
        BucketFileSystem.failsAfter = -1;
        if (tables.has("items")) {
          tables.verify("items");
          assertEquals(
              SmallTables.items(10, 1), tables.read("items").orderBy("item_index").collectAsList());
        }
      }
    }
    assertEquals(
        SmallTables.items(10, 2), tables.read("items").orderBy("item_index").collectAsList());
  }

  /** Whichever file the line breaks at, CURRENT stays, and the next publication succeeds. */
  @Test
  void aPublicationThatStoppedHalfWayIsNotPublished() throws IOException {
    org.apache.hadoop.fs.Path live = publish(1);
    Map<String, String> before = Trees.hashes(Path.of(live.toUri().getPath()));
    for (int renamed = 0; ; renamed++) {
      TableStore tables = SmallTables.make(root, SmallTables.DATE, 2);
      BucketFileSystem.failsAfter = renamed;
      if (isPublished(tables)) {
        break;
      }
      assertEquals(Optional.of(live), root.current());
      assertEquals(before, Trees.hashes(Path.of(live.toUri().getPath())));
      assertEquals(1, root.runs().size(), "runs after " + renamed + " files");
      root.files().delete(tables.folder());
    }
    org.apache.hadoop.fs.Path run = root.current().orElseThrow();
    assertFalse(run.equals(live));
    for (String table : SmallTables.NAMES) {
      new TableStore(SmallTables.spark(), run).verify(table);
    }
    assertEquals(2, root.files().list(run.getParent()).size(), "what was left is cleared up");
  }

  private boolean isPublished(TableStore tables) {
    try {
      publish(tables, 2);
      return true;
    } catch (UncheckedIOException e) {
      BucketFileSystem.failsAfter = -1;
      assertTrue(e.getMessage().endsWith("; CURRENT was not changed"), e.getMessage());
      return false;
    }
  }

  @Test
  void saysWhenThereIsNoSuchFileSystem() {
    String message =
        assertThrows(
                WrongLocationException.class,
                () -> new RunRoot("nowhere:///a", new Configuration()))
            .getMessage();
    assertTrue(message.startsWith("Cannot use nowhere:/a: Hadoop knows no file system"), message);
  }
}
