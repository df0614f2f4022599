package io.nocturne.spark.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileStoreTest {
  @TempDir Path folder;
  private FileStore files;

  @BeforeEach
  void open() throws IOException {
    files = FileStore.of(SmallTables.path(folder), new Configuration());
  }

  @Test
  void aReaderSeesTheOldTextOrTheNewOne() throws Exception {
    Path file = folder.resolve("a pointer");
    String one = "1".repeat(100_000);
    String two = "2".repeat(200_000);
    files.write(SmallTables.path(file), one);
    AtomicBoolean done = new AtomicBoolean();
    CompletableFuture<Integer> reader =
        CompletableFuture.supplyAsync(() -> readWhile(done, file, List.of(one, two)));
    for (int k = 0; k < 200; k++) {
      files.write(SmallTables.path(file), k % 2 == 0 ? two : one);
    }
    done.set(true);
    assertTrue(reader.get() > 0);
    assertEquals(List.of("a pointer"), names(folder));
  }

  private static int readWhile(AtomicBoolean done, Path file, List<String> expected) {
    int reads = 0;
    try {
      do {
        String text = Files.readString(file);
        assertTrue(expected.contains(text), () -> text.length() + " characters");
        reads++;
      } while (!done.get());
    } catch (IOException e) {
      throw new AssertionError("the file was gone", e);
    }
    return reads;
  }

  @Test
  void aWriteThatFailsLeavesNothing() throws IOException {
    Path target = Files.createDirectories(folder.resolve("target/full"));
    assertThrows(
        IOException.class, () -> files.write(SmallTables.path(target.getParent()), "text"));
    assertEquals(List.of("target"), names(folder));
  }

  @Test
  void namesWhatIsTemporary() {
    org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path("/root/CURRENT");
    assertTrue(FileStore.isTemporary(FileStore.temporary(path)));
    for (String other : List.of("CURRENT", ".CURRENT", ".git", "a-b", ".a-b-c-d-e")) {
      assertEquals(false, FileStore.isTemporary(new org.apache.hadoop.fs.Path("/root", other)));
    }
  }

  @Test
  void refusesToRenameOntoSomething() throws IOException {
    files.write(SmallTables.path(folder.resolve("a")), "a");
    files.write(SmallTables.path(folder.resolve("b")), "b");
    String message =
        assertThrows(
                IOException.class,
                () ->
                    files.rename(
                        SmallTables.path(folder.resolve("a")),
                        SmallTables.path(folder.resolve("b"))))
            .getMessage();
    assertTrue(message.startsWith("Cannot rename "), message);
    assertEquals("b", Files.readString(folder.resolve("b")));
  }

  @Test
  void deletesAFolderOnlyIfItIsEmpty() throws IOException {
    Path full = Files.createDirectories(folder.resolve("full/of"));
    files.deleteIfEmpty(SmallTables.path(full.getParent()));
    assertTrue(Files.exists(full));
    files.deleteIfEmpty(SmallTables.path(full));
    assertEquals(List.of(), names(full.getParent()));
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }
}
