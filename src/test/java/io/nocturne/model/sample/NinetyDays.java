package io.nocturne.model.sample;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The standard sample of 90 days, parsed from its lines. */
final class NinetyDays {

  static final LocalDate ORIGIN = LocalDate.of(2026, 8, 23);
  static final int DAYS = 90;

  /** As in conf/nightly.conf. */
  static final SampleSettings STANDARD = new SampleSettings(ORIGIN, 3000, 1000, 2225, 0.03, 0.005);

  final List<SampleRow> rows = new ArrayList<>();
  final int[] rowsOfDay = new int[DAYS];
  final Map<String, String> genres = new HashMap<>();

  /** Each user's items in the order of their first interaction. */
  final Map<String, List<String>> histories = new TreeMap<>();

  final Map<String, BitSet> usersOfItem = new TreeMap<>();
  final Map<String, Integer> firstDayOfUser = new HashMap<>();
  final Map<String, Integer> firstDayOfItem = new HashMap<>();

  NinetyDays(long seed) {
    SampleLog log = new SampleLog(STANDARD, seed);
    for (String line : log.titles()) {
      String genre = line.substring(line.lastIndexOf('(') + 1, line.lastIndexOf(','));
      genres.put(line.substring(0, line.indexOf(',')), genre);
    }
    for (int day = 0; day < DAYS; day++) {
      List<SampleRow> today = log.day(ORIGIN.plusDays(day));
      rowsOfDay[day] = today.size();
      rows.addAll(today);
      for (SampleRow row : today) {
        if (row.flaw() == Flaw.NONE) {
          add(row.line().split(","), day);
        }
      }
    }
  }

  private void add(String[] fields, int day) {
    int user = number(fields[0]);
    BitSet users = usersOfItem.computeIfAbsent(fields[1], item -> new BitSet());
    firstDayOfUser.putIfAbsent(fields[0], day);
    firstDayOfItem.putIfAbsent(fields[1], day);
    if (!users.get(user)) {
      users.set(user);
      histories.computeIfAbsent(fields[0], id -> new ArrayList<>()).add(fields[1]);
    }
  }

  /** The number of users of each item, descending. */
  int[] popularity() {
    int[] counts = usersOfItem.values().stream().mapToInt(BitSet::cardinality).sorted().toArray();
    int[] descending = new int[counts.length];
    Arrays.setAll(descending, i -> counts[counts.length - 1 - i]);
    return descending;
  }

  /** The number in a user's identifier: 42 of u00042. */
  static int number(String user) {
    return Integer.parseInt(user.substring(1));
  }
}
