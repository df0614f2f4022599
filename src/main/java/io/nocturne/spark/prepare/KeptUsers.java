package io.nocturne.spark.prepare;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.storage.StorageLevel;

/**
 * Something of every user, computed once and kept until it is closed. Spark keeps many users as one
 * value: it estimates the size of what it keeps again and again while values come in, which took
 * longer for single users, of some twenty arrays each, than computing them.
 */
final class KeptUsers<T> implements AutoCloseable {
  private static final int TOGETHER = 4_096;

  private final JavaRDD<ArrayList<T>> groups;

  /** Nothing is computed before it is asked for. */
  KeptUsers(JavaRDD<T> users) {
    this.groups =
        users.<ArrayList<T>>mapPartitions(Groups::new).persist(StorageLevel.MEMORY_AND_DISK());
  }

  /** The users, in the partitions and the order in which they came. */
  JavaRDD<T> users() {
    return groups.flatMap(List::iterator);
  }

  @Override
  public void close() {
    groups.unpersist();
  }

  /** Consecutive users in lists. */
  private record Groups<T>(Iterator<T> users) implements Iterator<ArrayList<T>> {
    @Override
    public boolean hasNext() {
      return users.hasNext();
    }

    @Override
    public ArrayList<T> next() {
      ArrayList<T> group = new ArrayList<>(List.of(users.next()));
      while (group.size() < TOGETHER && users.hasNext()) {
        group.add(users.next());
      }
      return group;
    }
  }
}
