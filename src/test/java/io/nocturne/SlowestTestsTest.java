package io.nocturne;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SlowestTestsTest {
  private static final Instant BUILD = Instant.parse("2026-11-20T04:00:00Z");

  @TempDir Path folder;

  @Test
  void listsTheSlowestOfThisBuildFirst() throws IOException {
    report("surefire-reports/TEST-a.Quick.xml", "a.Quick", 7, "0.25", BUILD);
    report("surefire-reports/TEST-a.Old.xml", "a.Old", 7, "99", BUILD.minusSeconds(1));
    report("failsafe-reports/TEST-a.SlowIT.xml", "a.SlowIT", 1, "1,212.5", BUILD.plusSeconds(60));
    Files.writeString(folder.resolve("failsafe-reports/failsafe-summary.xml"), "<summary/>");
    assertEquals(
        List.of(
            "8 cases in 2 test classes took 1213 s, two JVMs at a time. The slowest:",
            " 1212.5 s     1 cases  a.SlowIT",
            "    0.3 s     7 cases  a.Quick"),
        printed());
  }

  @Test
  void showsTwenty() throws IOException {
    for (int k : IntStream.range(0, 25).toArray()) {
      report("surefire-reports/TEST-a.T" + k + ".xml", "a.T" + k, 1, "" + k, BUILD);
    }
    List<String> lines = printed();
    assertEquals(21, lines.size());
    assertEquals("    5.0 s     1 cases  a.T5", lines.get(20));
  }

  @Test
  void printsNothingWithoutTests() throws IOException {
    assertEquals(1, printed().size());
  }

  private void report(String file, String name, int tests, String seconds, Instant written)
      throws IOException {
    Path path = folder.resolve(file);
    Files.createDirectories(path.getParent());
    String xml = "<?xml version=\"1.0\"?>\n<testsuite name=\"%s\" time=\"%s\" tests=\"%d\"/>";
    Files.writeString(path, xml.formatted(name, seconds, tests));
    Files.setLastModifiedTime(path, FileTime.from(written));
  }

  private List<String> printed() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    SlowestTests.print(
        SlowestTests.taken(folder, BUILD), new PrintStream(out, true, StandardCharsets.UTF_8));
    return out.toString(StandardCharsets.UTF_8).lines().toList();
  }
}
