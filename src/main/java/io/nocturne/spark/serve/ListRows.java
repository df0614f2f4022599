package io.nocturne.spark.serve;

import io.nocturne.model.RankedList;
import io.nocturne.model.Ranker;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;

/** Makes the rows of each subject with the list of the best items for it. */
final class ListRows implements FlatMapFunction<Iterator<Subject>, Row> {
  private static final long serialVersionUID = 1;

  private final Rankers rankers;
  private final float minScore;
  private final ListForm form;
  private final Broadcast<Object[]> itemIds;

  /** Makes a ranker for one task. */
  interface Rankers extends Serializable {
    Ranker make();
  }

  /**
   * @param minScore the least score of an item in a list
   * @param itemIds the ids by the items' indices
   */
  ListRows(Rankers rankers, float minScore, ListForm form, Broadcast<Object[]> itemIds) {
    this.rankers = rankers;
    this.minScore = minScore;
    this.form = form;
    this.itemIds = itemIds;
  }

  @Override
  public Iterator<Row> call(Iterator<Subject> subjects) {
    Ranker ranker = rankers.make();
    return new Batches<>(subjects, ranker.batch(), batch -> rows(batch, ranker));
  }

  private List<Row> rows(List<Subject> subjects, Ranker ranker) {
    Iterator<RankedList> lists =
        ranker.rank(each(subjects, Subject::history), each(subjects, Subject::masked)).iterator();
    List<Row> rows = new ArrayList<>();
    for (Subject subject : subjects) {
      form.add(subject, lists.next().atLeast(minScore), itemIds.value(), rows);
    }
    return rows;
  }

  private static <T> List<T> each(List<Subject> subjects, Function<Subject, T> of) {
    return subjects.stream().map(of).toList();
  }
}
