package io.nocturne.spark.location;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathPatternTest {
  @TempDir Path temp;
  private FileSystem local;

  @BeforeEach
  void open() throws IOException {
    local = FileSystem.getLocal(new Configuration()).getRaw();
  }

  private List<String> find(String pattern) throws IOException {
    return new PathPattern(temp + "/" + pattern)
        .find(local).stream()
            .map(found -> temp.relativize(Path.of(found.getPath().toUri())).toString())
            .toList();
  }

  private void write(String name) throws IOException {
    Files.createDirectories(temp.resolve(name).getParent());
    Files.createFile(temp.resolve(name));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a/*.csv      | a/1.csv a/2026-11-20T03:00.csv",
        "a/*:*        | a/2026-11-20T03:00.csv",
        "*/1.csv      | a/1.csv b/1.csv",
        "{a,b}/1.csv  | a/1.csv b/1.csv",
        "{a/1,b/1}.csv| a/1.csv b/1.csv",
        "[b-c]/?.csv  | b/1.csv",
        "a/1.csv/*    | ''",
        "none/*       | ''",
        "b/none.csv   | ''",
      })
  void wildcards(String pattern, String found) throws IOException {
    for (String name : List.of("a/1.csv", "a/2026-11-20T03:00.csv", "b/1.csv")) {
      write(name);
    }
    List<String> expected = found.isEmpty() ? List.of() : Arrays.asList(found.split(" "));
    assertEquals(expected, find(pattern));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a b.csv",
        "{a.csv",
        "a[1].csv",
        "100%.csv",
        "a%20b.csv",
        "2026:11.csv",
        "a\\b",
        "*"
      })
  void existingNamesAreTakenLiterally(String name) throws IOException {
    write("log/" + name);
    write("log/other");
    assertEquals(List.of("log/" + name), find("log/" + name));
  }

  @Test
  void rejectsInvalidPatterns() {
    String message = assertThrows(IOException.class, () -> find("[a")).getMessage();
    assertTrue(message.startsWith("Illegal file pattern"), message);
  }

  @ParameterizedTest
  @CsvSource({
    "/data/log.csv,  /data/log.csv",
    "/data/*/x.csv,  /data/",
    "/data/a*b/x,    /data/",
    "'/data/{a,b}',  /data/",
    "*.csv,          .",
    "/*,             /",
  })
  void leadingPartHasNoWildcard(String pattern, String fixed) {
    assertEquals(new org.apache.hadoop.fs.Path(fixed), new PathPattern(pattern).fixed());
  }

  @Test
  void leadingPartCanBeReplaced() throws IOException {
    write("real/a/1.csv");
    org.apache.hadoop.fs.Path real = new org.apache.hadoop.fs.Path(temp + "/real");
    for (String pattern : List.of("/link/*/1.csv", "/link/a/1.csv")) {
      List<?> found =
          new PathPattern(pattern)
              .movedTo(
                  fixed ->
                      new org.apache.hadoop.fs.Path(
                          fixed.toString().replace("/link", real.toString())))
              .find(local);
      assertEquals(1, found.size(), pattern);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/data,          /data,            true",
    "/data,          /data/out,        true",
    "/data/*,        /data/out,        true",
    "/d*/o?t,        /data/out/deeper, true",
    "'/data/{a,out}',/data/out,        true",
    "/data/*/x,      /data/out,        false",
    "/data/log,      /data,            false",
    "/data,          /data2,           false",
    "/data,          /data/_out,       false",
    "/data,          /data/.out/x,     false",
    "hdfs://h/data,  /data/out,        false",
  })
  void knowsTheFoldersThatItReads(String pattern, String folder, boolean holds) throws IOException {
    org.apache.hadoop.fs.Path path = local.makeQualified(new org.apache.hadoop.fs.Path(folder));
    FileSystem own = pattern.startsWith("hdfs") ? new OfAnotherHost() : local;
    assertEquals(holds, new PathPattern(pattern).mayHold(path, own));
  }

  @Test
  void existingFolderContainsItsFiles() throws IOException {
    write("{a/[b]/1.csv");
    PathPattern pattern = new PathPattern(temp + "/{a/[b]");
    org.apache.hadoop.fs.Path folder = new org.apache.hadoop.fs.Path(temp + "/{a/[b]");
    assertTrue(
        pattern.mayHold(local.makeQualified(new org.apache.hadoop.fs.Path(folder, "x")), local));
    assertTrue(pattern.mayLieIn(local.makeQualified(folder.getParent()), local));
  }

  @ParameterizedTest
  @CsvSource({
    "/root/runs/date=2026-11-20,  true",
    "/root/*/x.csv,               true",
    "/root/runs,                  true",
    "/root/log/x.csv,             false",
    "/root,                       false",
  })
  void knowsIfItIsInsideAFolder(String pattern, boolean lies) throws IOException {
    org.apache.hadoop.fs.Path runs =
        local.makeQualified(new org.apache.hadoop.fs.Path("/root/runs"));
    assertEquals(lies, new PathPattern(pattern).mayLieIn(runs, local));
  }

  /** A file system with another URI, for names only. */
  private static final class OfAnotherHost extends org.apache.hadoop.fs.RawLocalFileSystem {
    @Override
    public boolean exists(org.apache.hadoop.fs.Path path) {
      return false;
    }

    @Override
    public org.apache.hadoop.fs.Path makeQualified(org.apache.hadoop.fs.Path path) {
      return path;
    }
  }
}
