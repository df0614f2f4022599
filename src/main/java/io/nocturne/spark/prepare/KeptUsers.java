package io.nocturne.spark.prepare;

import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.storage.StorageLevel;

/**
 * Something of every user, computed once and kept until it is closed. Spark keeps the users of a
 * partition as one value: it estimates the size of what it keeps again and again while values come
 * in, which took longer for single users, of some twenty arrays each, than computing them.
 */
final class KeptUsers<T> implements AutoCloseable {
  private final JavaRDD<List<T>> partitions;

  /** Nothing is computed before it is asked for. */
  KeptUsers(JavaRDD<T> users) {
    this.partitions = users.glom().persist(StorageLevel.MEMORY_AND_DISK());
  }

  /** The users, in the partitions and the order in which they came. */
  JavaRDD<T> users() {
    return partitions.flatMap(List::iterator);
  }

  @Override
  public void close() {
    partitions.unpersist();
  }
}
