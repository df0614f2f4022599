package io.nocturne.spark.serve;

import io.nocturne.math.SparseRows;
import io.nocturne.math.SparseRowsBuilder;
import io.nocturne.model.Encoder;
import io.nocturne.model.History;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;

/** Makes a row of each subject with its code and the code's Euclidean norm. */
final class CodeRows implements FlatMapFunction<Iterator<Subject>, Object[]> {
  private static final long serialVersionUID = 1;

  private static final int BATCH = 64;

  private final BroadcastModel model;

  /**
   * @param model a model with an encoder
   */
  CodeRows(BroadcastModel model) {
    this.model = model;
  }

  @Override
  public Iterator<Object[]> call(Iterator<Subject> subjects) {
    Encoder encoder = model.encoder().orElseThrow();
    return new Batches<>(subjects, BATCH, batch -> rows(batch, encoder));
  }

  private List<Object[]> rows(List<Subject> subjects, Encoder encoder) {
    int width = encoder.codeWidth();
    float[] codes = new float[subjects.size() * width];
    encoder.encode(histories(subjects), codes);
    List<Object[]> rows = new ArrayList<>();
    for (Subject subject : subjects) {
      int from = rows.size() * width;
      float[] code = Arrays.copyOfRange(codes, from, from + width);
      rows.add(subject.row(code, norm(code)));
    }
    return rows;
  }

  private SparseRows histories(List<Subject> subjects) {
    SparseRowsBuilder rows = SparseRows.builder(model.items());
    for (Subject subject : subjects) {
      History history = subject.history();
      rows.add(history.items(), history.weights(), history.owner());
    }
    return rows.build();
  }

  private static float norm(float[] code) {
    double squares = 0;
    for (float number : code) {
      squares += (double) number * number;
    }
    return (float) Math.sqrt(squares);
  }
}
