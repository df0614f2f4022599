package io.nocturne.spark.serve;

import io.nocturne.model.RankedList;
import io.nocturne.model.Ranker;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** Makes a row of each subject with the list of the best items for it. */
final class ListRows implements FlatMapFunction<Iterator<Subject>, Row> {
  private static final long serialVersionUID = 1;

  private final BroadcastModel model;
  private final boolean similar;
  private final int longest;
  private final Broadcast<Object[]> itemIds;

  /**
   * @param similar whether the subjects are items, and the lists are of similar items
   * @param longest the maximum number of items in a list
   * @param itemIds the ids by the items' indices
   */
  ListRows(BroadcastModel model, boolean similar, int longest, Broadcast<Object[]> itemIds) {
    this.model = model;
    this.similar = similar;
    this.longest = longest;
    this.itemIds = itemIds;
  }

  @Override
  public Iterator<Row> call(Iterator<Subject> subjects) {
    Ranker ranker = similar ? model.similarityRanker(longest) : model.ranker(longest);
    return new Batches<>(subjects, ranker.batch(), batch -> rows(batch, ranker));
  }

  private List<Row> rows(List<Subject> subjects, Ranker ranker) {
    Iterator<RankedList> lists =
        ranker
            .rank(
                subjects.stream().map(Subject::history).toList(),
                subjects.stream().map(Subject::masked).toList())
            .iterator();
    List<Row> rows = new ArrayList<>();
    for (Subject subject : subjects) {
      rows.add(subject.row((Object) scored(lists.next())));
    }
    return rows;
  }

  private Row[] scored(RankedList list) {
    Row[] rows = new Row[list.size()];
    for (int rank = 0; rank < rows.length; rank++) {
      rows[rank] = RowFactory.create(itemIds.value()[list.items()[rank]], list.scores()[rank]);
    }
    return rows;
  }
}
