package io.nocturne.spark.serve;

import io.nocturne.model.RankedList;
import java.io.Serializable;

/** The list of a user or an item. (Not a record, because Spark's Kryo cannot serialize records.) */
final class SubjectList implements Serializable {
  private static final long serialVersionUID = 1;

  private final Object id;
  private final RankedList list;
  private final Tier tier;

  SubjectList(Subject subject, RankedList list) {
    this.id = subject.id();
    this.list = list;
    this.tier = subject.tier();
  }

  RankedList list() {
    return list;
  }

  /** The row of a table about it: id, the values, the tier if there is one. */
  Object[] row(Object... values) {
    return Subject.row(id, tier, values);
  }
}
