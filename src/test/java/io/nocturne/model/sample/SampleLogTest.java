package io.nocturne.model.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class SampleLogTest {

  private static final LocalDate ORIGIN = LocalDate.of(2026, 8, 23);

  private static final SampleSettings SMALL =
      new SampleSettings(ORIGIN, 300, 200, 400, 0.03, 0.005);

  private static List<String> lines(SampleLog log, int day) {
    return log.day(ORIGIN.plusDays(day)).stream().map(SampleRow::line).toList();
  }

  @Test
  void sameSettingsAndSeedGiveTheSameLines() {
    SampleLog log = new SampleLog(SMALL, 7);
    SampleLog again = new SampleLog(SMALL, 7);
    assertEquals(log.titles(), again.titles());
    assertEquals(lines(log, 5), lines(again, 5));
    assertNotEquals(lines(log, 5), lines(new SampleLog(SMALL, 8), 5));
  }

  @Test
  void aDayDoesNotDependOnOtherDays() {
    SampleLog forward = new SampleLog(SMALL, 7);
    List<List<String>> days = new ArrayList<>();
    for (int day = 0; day < 12; day++) {
      days.add(lines(forward, day));
    }
    for (int day = 11; day >= 0; day--) {
      assertEquals(days.get(day), lines(new SampleLog(SMALL, 7), day));
    }
    assertNotEquals(days.get(4), days.get(11));
  }

  @Test
  void rowsAreWithinTheirDayInOrder() {
    long midnight = ORIGIN.plusDays(3).toEpochDay() * 86_400;
    long before = midnight;
    List<SampleRow> rows = new SampleLog(SMALL, 7).day(ORIGIN.plusDays(3));
    assertFalse(rows.isEmpty());
    for (SampleRow row : rows) {
      assertTrue(row.time() >= before && row.time() < midnight + 86_400, row.line());
      before = row.time();
      if (row.flaw() == Flaw.NONE) {
        assertTrue(row.line().matches("u\\d{5},\\d{5},[1-5]," + row.time()), row.line());
      }
    }
  }

  @Test
  void rejectsADayBeforeTheOrigin() {
    SampleLog log = new SampleLog(SMALL, 7);
    Exception refusal =
        assertThrows(IllegalArgumentException.class, () -> log.day(ORIGIN.minusDays(1)));
    assertEquals("Invalid day: 2026-08-22 (expected 2026-08-23 or later)", refusal.getMessage());
  }

  @Test
  void oneUserAndOneItemAreEnough() {
    SampleLog log = new SampleLog(new SampleSettings(ORIGIN, 1, 1, 1, 0, 0), 7);
    assertEquals(1, log.titles().size());
    int rows = 0;
    for (int day = 0; day < 90; day++) {
      rows += log.day(ORIGIN.plusDays(day)).size();
    }
    assertTrue(rows <= 3, "one user at a time, each of whom meets the item once: " + rows);
  }

  @Test
  void titlesAreDistinctAndSomeNeedQuotingOrUnicode() {
    List<String> titles = new SampleLog(NinetyDays.STANDARD, 7).titles();
    assertEquals(1000, titles.size());
    assertEquals(
        1000, new HashSet<>(titles.stream().map(line -> line.substring(6)).toList()).size());
    for (String line : titles) {
      assertTrue(
          line.matches("\\d{5},\"([^\"]|\"\")+ \\([A-Z][A-Za-z ]+, (19|20)\\d\\d\\)\""), line);
    }
    assertTrue(titles.stream().anyMatch(line -> line.contains("\"\"")));
    assertTrue(titles.stream().anyMatch(line -> line.matches(".*, .*, .*")));
    assertTrue(titles.stream().anyMatch(line -> line.chars().anyMatch(c -> c > 127)));
  }

  @Test
  void rejectsSettingsOutOfRange() {
    assertEquals("Invalid users: 0 (expected 1 or more)", refusal(0, 10, 5, 0, 0));
    assertEquals("Invalid items: 0 (expected 1 or more)", refusal(10, 0, 5, 0, 0));
    assertEquals(
        "Invalid rows per day: NaN (expected above 0, below 1e9)",
        refusal(10, 10, Double.NaN, 0, 0));
    assertEquals("Invalid repeated share: -0.1 (expected 0 or more)", refusal(9, 9, 5, -0.1, 0));
    assertEquals("Invalid broken share: NaN (expected 0 or more)", refusal(9, 9, 5, 0, Double.NaN));
    assertEquals(
        "Invalid repeated and broken share: 0.75 (expected 0.5 at most)",
        refusal(9, 9, 5, 0.25, 0.5));
  }

  private static String refusal(
      int users, int items, double rowsPerDay, double repeated, double broken) {
    return assertThrows(
            IllegalArgumentException.class,
            () -> new SampleSettings(ORIGIN, users, items, rowsPerDay, repeated, broken))
        .getMessage();
  }
}
