package io.nocturne.model.index;

import io.nocturne.math.Matrix;
import io.nocturne.math.Sgemm;
import io.nocturne.math.SparseRows;
import io.nocturne.model.CodeDirections;
import io.nocturne.model.Encoder;
import io.nocturne.model.RangedScores;
import io.nocturne.model.Recommender;

/** Scores items by the cosine between their codes and the code of a history: the exact answer. */
public final class CodeCosine implements Recommender {
  private static final int RANGE = 512;

  private final Encoder encoder;
  private final CodeDirections items;

  /**
   * @param items the directions of the item codes
   */
  public CodeCosine(Encoder encoder, CodeDirections items) {
    this.encoder = encoder;
    this.items = items;
  }

  @Override
  public int items() {
    return items.count();
  }

  @Override
  public int rangeWidth() {
    return Math.min(items(), RANGE);
  }

  @Override
  public void score(SparseRows histories, float[] scores) {
    if (histories.rows() > 0) { // there is no matrix without rows to multiply
      write(directions(encoder, histories), histories.rows(), 0, items(), scores);
    }
  }

  @Override
  public RangedScores scores(SparseRows histories) {
    float[] directions = directions(encoder, histories);
    return (first, scores) -> {
      int width = Math.min(rangeWidth(), items() - first);
      write(directions, histories.rows(), first, width, scores);
    };
  }

  private void write(float[] directions, int rows, int first, int count, float[] scores) {
    int width = items.width();
    Sgemm.get()
        .multiply(
            Matrix.of(directions, rows, width),
            Matrix.of(items.values(), first * width, count, width).transpose(),
            Matrix.of(scores, rows, count));
  }

  /** The directions of the histories' codes, [rows x code width]. */
  static float[] directions(Encoder encoder, SparseRows histories) {
    float[] codes = new float[histories.rows() * encoder.codeWidth()];
    encoder.encode(histories, codes);
    return CodeDirections.of(histories.rows(), encoder.codeWidth(), codes).values();
  }
}
