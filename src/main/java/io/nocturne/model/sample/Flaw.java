package io.nocturne.model.sample;

/** What is wrong with a row, so that the preparation has one of each kind to catch. */
public enum Flaw {
  /** Nothing is wrong. */
  NONE,
  /** The user's field is empty. */
  EMPTY_USER,
  /** The item's field is empty. */
  EMPTY_ITEM,
  /** The rating is a word. */
  RATING_NOT_A_NUMBER,
  /** The rating is {@code NaN}. */
  RATING_NAN,
  /** The rating is {@code Infinity}. */
  RATING_INFINITE,
  /** The timestamp is a word. */
  TIME_NOT_A_NUMBER,
  /** The timestamp lies in 1970. */
  TIME_IN_1970,
  /** The timestamp lies in 2100. */
  TIME_IN_2100,
  /** The line ends after the item. */
  TOO_FEW_FIELDS,
  /** The line has a fifth field. */
  TOO_MANY_FIELDS;

  /** 2100-01-01T00:00:00Z, in seconds. */
  private static final long YEAR_2100 = 4_102_444_800L;

  /** Any but {@link #NONE}. */
  static Flaw any(SampleRandom random) {
    return values()[1 + random.below(values().length - 1)];
  }

  /** The CSV line of the fields user, item, rating and timestamp, with this flaw in it. */
  String line(String user, String item, String rating, long time) {
    String second = Long.toString(time);
    long ofYear = time % (365L * 86_400);
    return switch (this) {
      case NONE -> CsvLine.of(user, item, rating, second);
      case EMPTY_USER -> CsvLine.of("", item, rating, second);
      case EMPTY_ITEM -> CsvLine.of(user, "", rating, second);
      case RATING_NOT_A_NUMBER -> CsvLine.of(user, item, "abc", second);
      case RATING_NAN -> CsvLine.of(user, item, "NaN", second);
      case RATING_INFINITE -> CsvLine.of(user, item, "Infinity", second);
      case TIME_NOT_A_NUMBER -> CsvLine.of(user, item, rating, "yesterday");
      case TIME_IN_1970 -> CsvLine.of(user, item, rating, Long.toString(ofYear));
      case TIME_IN_2100 -> CsvLine.of(user, item, rating, Long.toString(YEAR_2100 + ofYear));
      case TOO_FEW_FIELDS -> CsvLine.of(user, item);
      case TOO_MANY_FIELDS -> CsvLine.of(user, item, rating, second, "web");
    };
  }
}
