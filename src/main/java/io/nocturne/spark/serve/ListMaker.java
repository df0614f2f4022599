package io.nocturne.spark.serve;

import io.nocturne.model.HistoryRanker;
import io.nocturne.model.RankedList;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import org.apache.spark.api.java.function.FlatMapFunction;

/** Makes the list of the best items for each subject. */
final class ListMaker implements FlatMapFunction<Iterator<Subject>, SubjectList> {
  private static final long serialVersionUID = 1;

  private final Rankers rankers;
  private final float minScore;

  /** Makes a ranker for one task. */
  interface Rankers extends Serializable {
    HistoryRanker make();
  }

  /**
   * @param minScore the least score of an item in a list
   */
  ListMaker(Rankers rankers, float minScore) {
    this.rankers = rankers;
    this.minScore = minScore;
  }

  @Override
  public Iterator<SubjectList> call(Iterator<Subject> subjects) {
    HistoryRanker ranker = rankers.make();
    return new Batches<>(subjects, ranker.batch(), batch -> lists(batch, ranker));
  }

  private List<SubjectList> lists(List<Subject> subjects, HistoryRanker ranker) {
    Iterator<RankedList> lists =
        ranker.rank(each(subjects, Subject::history), each(subjects, Subject::masked)).iterator();
    List<SubjectList> made = new ArrayList<>();
    for (Subject subject : subjects) {
      made.add(new SubjectList(subject, lists.next().atLeast(minScore)));
    }
    return made;
  }

  private static <T> List<T> each(List<Subject> subjects, Function<Subject, T> of) {
    return subjects.stream().map(of).toList();
  }
}
