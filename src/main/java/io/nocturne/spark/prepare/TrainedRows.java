package io.nocturne.spark.prepare;

import io.nocturne.math.SparseRows;
import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.api.java.JavaRDD;

/** Numbers the training users from 0: their rows in the table training. */
final class TrainedRows implements Serializable {
  private static final long serialVersionUID = 1;

  /** The first row of each partition. */
  private final int[] first;

  /**
   * @param counts how many users of each partition are trained on
   */
  TrainedRows(List<Long> counts) {
    first = new int[counts.size()];
    for (int partition = 1; partition < first.length; partition++) {
      first[partition] = Math.toIntExact(first[partition - 1] + counts.get(partition - 1));
    }
  }

  /**
   * Returns the users, who are in the order of the table, with their rows; {@link
   * SparseRows#NO_OWNER} for none.
   */
  JavaRDD<Numbered> number(JavaRDD<UserSplit> users) {
    return users.mapPartitionsWithIndex(
        (partition, split) -> number(split, first[partition]), true);
  }

  /** Numbers the users of one partition, whose first row is {@code first}. */
  static Iterator<Numbered> number(Iterator<UserSplit> users, int first) {
    return new Numbering(users, first);
  }

  /** A user and the user's row in the table training. */
  record Numbered(UserSplit user, int trainedRow) {}

  private static final class Numbering implements Iterator<Numbered> {
    private final Iterator<UserSplit> users;
    private int next;

    Numbering(Iterator<UserSplit> users, int next) {
      this.users = users;
      this.next = next;
    }

    @Override
    public boolean hasNext() {
      return users.hasNext();
    }

    @Override
    public Numbered next() {
      if (!users.hasNext()) {
        throw new NoSuchElementException();
      }
      UserSplit user = users.next();
      return new Numbered(user, user.isTrained() ? next++ : SparseRows.NO_OWNER);
    }
  }
}
