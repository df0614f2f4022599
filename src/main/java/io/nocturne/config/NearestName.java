package io.nocturne.config;

import java.util.Collection;
import java.util.Locale;

/** Finds the valid name closest to a misspelt one, so that a message can say what to write. */
public final class NearestName {

  /** A letter in common outweighs every letter the right name has in excess. */
  private static final int COMMON_LETTER = 64;

  private NearestName() {}

  /**
   * A name with one letter more, less or other than {@code wrong}; or else the name that shares the
   * longest common subsequence with it, the shorter name in a tie, the earlier one after that. So
   * an abbreviation ("prec") finds its word, and so does a transposition ("ndgc"). Case does not
   * count.
   *
   * @param wrong what was written
   * @param names the right names, at least one
   * @throws IllegalArgumentException if there are no names
   */
  public static String of(String wrong, Collection<String> names) {
    String nearest = null;
    int best = Integer.MIN_VALUE;
    for (String name : names) {
      int common = common(lower(wrong), lower(name));
      int longer = Math.max(wrong.length(), name.length());
      int letters = isOneEdit(wrong.length(), name.length(), common) ? longer + 1 : common;
      int score = COMMON_LETTER * letters - name.length();
      if (score > best) {
        best = score;
        nearest = name;
      }
    }
    if (nearest == null) {
      throw new IllegalArgumentException("Invalid names: none (expected 1 or more)");
    }
    return nearest;
  }

  /** Whether all letters but one, of the longer word, are common to both. */
  private static boolean isOneEdit(int wrong, int name, int common) {
    int longer = Math.max(wrong, name);
    return common >= longer - 1 && Math.abs(wrong - name) <= 1;
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  /** Length of the longest common subsequence, by the usual table kept one row at a time. */
  private static int common(String a, String b) {
    int[] above = new int[b.length() + 1];
    for (int i = 0; i < a.length(); i++) {
      int[] row = new int[b.length() + 1];
      for (int j = 0; j < b.length(); j++) {
        row[j + 1] = a.charAt(i) == b.charAt(j) ? above[j] + 1 : Math.max(above[j + 1], row[j]);
      }
      above = row;
    }
    return above[b.length()];
  }
}
