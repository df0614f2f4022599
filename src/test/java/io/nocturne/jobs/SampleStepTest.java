package io.nocturne.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The days of one sample are never mixed with those of another. */
class SampleStepTest {
  @TempDir Path temp;

  @Test
  void anotherSeedReplacesTheSample() throws IOException {
    sample(1);
    String first = day();
    sample(2);
    assertNotEquals(first, day());
    sample(1);
    assertEquals(first, day());
  }

  @Test
  void keepsExistingDays() throws IOException {
    sample(1);
    Path file = temp.resolve("sample/log/dt=2026-08-02/part-00000.csv");
    Files.writeString(file, "kept");
    sample(1);
    assertEquals("kept", day());
  }

  /** The state after a job was killed before it stamped the sample. */
  @Test
  void deletesDaysOfAnUnknownSample() throws IOException {
    sample(1);
    String first = day();
    Files.writeString(temp.resolve("sample/log/dt=2026-08-02/part-00000.csv"), "of another");
    Files.delete(temp.resolve("sample/sample.txt"));
    sample(1);
    assertEquals(first, day());
  }

  @Test
  void rejectsADateBeforeTheFirstDay() {
    JobRun.of(
            Command.SAMPLE,
            "root=" + temp.resolve("root"),
            "sample.path=" + temp.resolve("sample"),
            "date=2026-07-31")
        .refused(3, "2026-07-31", "it begins on 2026-08-01", "sample.first-day");
  }

  private void sample(int seed) {
    JobRun.of(
            Command.SAMPLE,
            "root=" + temp.resolve("root"),
            "sample.path=" + temp.resolve("sample"),
            "sample.users=50",
            "sample.items=30",
            "sample.interactions-per-day=20",
            "date=2026-08-03",
            "seed=" + seed)
        .done();
  }

  private String day() throws IOException {
    return Files.readString(temp.resolve("sample/log/dt=2026-08-02/part-00000.csv"));
  }
}
