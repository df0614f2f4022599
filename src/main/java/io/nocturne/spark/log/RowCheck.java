package io.nocturne.spark.log;

import io.nocturne.spark.log.file.ColumnNames;
import io.nocturne.spark.log.file.Numbers;
import io.nocturne.spark.log.file.RawRow;
import io.nocturne.spark.log.id.Id;
import java.time.ZoneId;

/**
 * Checks rows one by one: gives their values types or, for a bad row, the first reason. The type of
 * ids may be decided later; until then ids of any type are good.
 */
final class RowCheck {
  private final RowRules rules;
  private final PresentColumns present;
  private final Id user;
  private final Id item;
  private final long first;
  private final long end;
  private Double rating;
  private Long time;
  private Long order;
  private String reason;

  /**
   * @param typed whether the files distinguish text from numbers
   */
  RowCheck(RowRules rules, PresentColumns present, boolean typed) {
    this.rules = rules;
    this.present = present;
    this.user = new Id("user", typed);
    this.item = new Id("item", typed);
    this.first = rules.earliest().atStartOfDay(rules.zone()).toEpochSecond();
    this.end = rules.latest().plusDays(1).atStartOfDay(rules.zone()).toEpochSecond();
  }

  /** Checks a row with the roles of {@link ColumnNames}. */
  void read(RawRow row) {
    reason = row.malformed();
    if (reason != null) {
      return;
    }
    user.read(row.value(ColumnNames.USER));
    item.read(row.value(ColumnNames.ITEM));
    reason = user.reason() == null ? item.reason() : user.reason();
    readRating(row.value(ColumnNames.RATING));
    readTime(row.value(ColumnNames.TIME), rules.zone());
    readOrder(row.value(ColumnNames.ORDER));
  }

  private void bad(String why) {
    reason = reason == null ? why : reason;
  }

  private void readRating(Object value) {
    if (!present.rating()) {
      rating = 1.0;
      return;
    }
    rating = Numbers.number(value);
    if (isMissing(value)) {
      bad("rating: missing");
    } else if (rating == null) {
      bad("rating: not a number");
    } else if (rating.isNaN()) {
      bad("rating: NaN");
    } else if (Math.abs(rating) > Float.MAX_VALUE) {
      bad("rating: infinite");
    } else if (rating <= 0 && !rules.allowNonPositive()) {
      bad("rating: not positive (see prepare.min-rating, evaluate.rating-scale)");
    }
  }

  private void readTime(Object value, ZoneId zone) {
    if (!present.time()) {
      time = null;
      return;
    }
    time = rules.timeFormat().seconds(value, zone);
    if (isMissing(value)) {
      bad("time: missing");
    } else if (time == null) {
      bad("time: not a time");
    } else if (time < first) {
      bad("time: before " + rules.earliest());
    } else if (time >= end) {
      bad("time: after " + rules.latest());
    }
  }

  private void readOrder(Object value) {
    order = present.order() ? Numbers.integer(value) : null;
    if (present.order() && order == null) {
      bad("order: not an integer");
    }
  }

  private static boolean isMissing(Object value) {
    return value == null || value instanceof String text && text.isEmpty();
  }

  /** Returns why the row is bad, apart from the type of ids; null if it is good. */
  String reason() {
    return reason;
  }

  Id user() {
    return user;
  }

  Id item() {
    return item;
  }

  double rating() {
    return rating;
  }

  /** Seconds since 1970, or null where the log has no times. */
  Long time() {
    return time;
  }

  /** The value that orders a history, or null if the log has no such column. */
  Long order() {
    return order;
  }
}
