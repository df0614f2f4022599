package io.nocturne.spark.prepare.shuffle;

import io.nocturne.spark.log.IdColumns;
import io.nocturne.spark.log.LogRow;
import io.nocturne.spark.log.id.IdType;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;

/** A good row of a log, read from the bytes of a block. One object is reused for all rows. */
public final class LoggedRow {
  /** The order of a row whose log has no such column. */
  public static final long NO_ORDER = Long.MIN_VALUE;

  private final IdColumns ids;
  private final Iterator<byte[]> blocks;
  private byte[] bytes = {};
  private int at;
  private Object user;
  private int part;
  private int item;
  private Object unknownItem;
  private long time;
  private long order;
  private double rating;

  /** A reader of the rows of these blocks. */
  LoggedRow(Iterator<byte[]> blocks, IdColumns ids) {
    this.blocks = blocks;
    this.ids = ids;
  }

  /**
   * Writes a row.
   *
   * @param item its number, {@link ItemNumbers#UNKNOWN} for one that the log does not have
   * @param time what orders the user's rows
   */
  static void write(LogRow row, int part, int item, long time, RowBytes to) {
    boolean known = item != ItemNumbers.UNKNOWN;
    Long order = row.order();
    double rating = row.rating();
    to.write(
        part
            | (known ? 0 : RowBytes.UNKNOWN_ITEM)
            | (order == null ? 0 : RowBytes.ORDERED)
            | (rating == 1 ? 0 : RowBytes.RATED));
    to.writeId(row.user());
    if (known) {
      to.writeInteger(item);
    } else {
      to.writeId(row.item());
    }
    to.writeInteger(time);
    if (order != null) {
      to.writeInteger(order);
    }
    if (rating != 1) {
      to.writeDouble(rating);
    }
  }

  /** Reads the next row; false where there is none. */
  public boolean next() {
    while (at == bytes.length) {
      if (!blocks.hasNext()) {
        return false;
      }
      bytes = blocks.next();
      at = 0;
    }
    int flags = bytes[at++];
    part = flags & RowBytes.PARTS;
    user = id(ids.users().type());
    boolean known = (flags & RowBytes.UNKNOWN_ITEM) == 0;
    item = known ? (int) integer() : ItemNumbers.UNKNOWN;
    unknownItem = known ? null : id(ids.items().type());
    time = integer();
    order = (flags & RowBytes.ORDERED) == 0 ? NO_ORDER : integer();
    rating = (flags & RowBytes.RATED) == 0 ? 1 : number();
    return true;
  }

  private long integer() {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = bytes[at++];
      value |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return value >>> 1 ^ -(value & 1);
      }
    }
  }

  private double number() {
    long bits = 0;
    for (int k = 0; k < 8; k++) {
      bits = bits << 8 | bytes[at++] & 0xff;
    }
    return Double.longBitsToDouble(bits);
  }

  private Object id(IdType type) {
    return type == IdType.LONG ? (Object) integer() : text();
  }

  private String text() {
    int length = (int) integer();
    if (length < 0) {
      return null;
    }
    String text = new String(bytes, at, length, StandardCharsets.UTF_8);
    at += length;
    return text;
  }

  /** Reads the bad rows of some blocks: source, row and reason. */
  static Iterator<String[]> bad(Iterator<byte[]> blocks, IdColumns ids) {
    LoggedRow reader = new LoggedRow(blocks, ids);
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return reader.at < reader.bytes.length || blocks.hasNext();
      }

      @Override
      public String[] next() {
        if (reader.at == reader.bytes.length) {
          reader.bytes = blocks.next();
          reader.at = 0;
        }
        return new String[] {reader.text(), reader.text(), reader.text()};
      }
    };
  }

  /** The user's id, a string or a long. */
  public Object user() {
    return user;
  }

  /** The number of the log that the row is from. */
  public int part() {
    return part;
  }

  /** The item's number, {@link ItemNumbers#UNKNOWN} for one that the log does not have. */
  public int item() {
    return item;
  }

  /** The id of an item that the log does not have, null of others. */
  public Object unknownItem() {
    return unknownItem;
  }

  /** What orders the user's rows: seconds since 1970, or the log's order, or 0. */
  public long time() {
    return time;
  }

  /** The log's order, {@link #NO_ORDER} where it has none. */
  public long order() {
    return order;
  }

  /** The rating, 1 where the log has none. */
  public double rating() {
    return rating;
  }
}
