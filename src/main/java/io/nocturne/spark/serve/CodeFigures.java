package io.nocturne.spark.serve;

import io.nocturne.math.SparseRows;
import io.nocturne.math.SparseRowsBuilder;
import io.nocturne.model.JacobianEncoder;
import io.nocturne.spark.store.TableStore;
import io.nocturne.spark.train.rows.TrainingRow;
import io.nocturne.spark.train.rows.TrainingRows;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * The quantities that sparse and contractive autoencoders penalize, for any model with an encoder
 * of one layer.
 *
 * @param rows the number of training histories it was measured on
 * @param nearZero the share of the numbers of all codes that are less than {@value #NEAR} of the
 *     largest of all, by absolute value; 1 if all are zero
 * @param jacobianNorm the mean of the squared Frobenius norms of the encoder's Jacobian
 */
public record CodeFigures(long rows, double nearZero, double jacobianNorm) {
  private static final double NEAR = 0.01;

  /** The greatest number of measured rows; of more rows, an evenly spaced sample. */
  private static final int MOST = 10_000;

  private static final int TOGETHER = 64;

  /**
   * Measures the codes of the training histories, twice: the largest number must be known before
   * others are compared with it. Norms are computed once. Sums are taken in the order of the rows.
   *
   * @return empty if the model's encoder is not one layer
   */
  public static Optional<CodeFigures> of(TableStore tables, BroadcastModel model) {
    return of(tables, model, MOST);
  }

  static Optional<CodeFigures> of(TableStore tables, BroadcastModel model, int most) {
    if (model.jacobianEncoder().isEmpty()) {
      return Optional.empty();
    }
    TrainingRows training = TrainingRows.of(tables);
    long users = training.users();
    long every = Math.max(1, (users + most - 1) / most);
    JavaRDD<TrainingRow> rows = training.inBlocks().filter(row -> row.row() % every == 0);
    float largest =
        rows.mapPartitions(part -> largest(part, model)).collect().stream().reduce(0f, Math::max);
    List<Row> counted = rows.mapPartitions(part -> counted(part, model, NEAR * largest)).collect();
    long measured = 0;
    long numbers = 0;
    long near = 0;
    double norm = 0;
    for (Row batch : counted) {
      measured += batch.getLong(0);
      numbers += batch.getLong(1);
      near += batch.getLong(2);
      norm += batch.getDouble(3);
    }
    return Optional.of(new CodeFigures(measured, (double) near / numbers, norm / measured));
  }

  private static Iterator<Float> largest(Iterator<TrainingRow> rows, BroadcastModel model) {
    JacobianEncoder encoder = model.jacobianEncoder().orElseThrow();
    return new Batches<>(
        rows,
        TOGETHER,
        batch -> {
          float[] codes = new float[batch.size() * encoder.codeWidth()];
          encoder.encode(histories(batch, model.items()), codes);
          return List.of(largest(codes));
        });
  }

  /** Returns for each batch: rows, numbers, numbers near zero, and the sum of the norms. */
  private static Iterator<Row> counted(
      Iterator<TrainingRow> rows, BroadcastModel model, double limit) {
    JacobianEncoder encoder = model.jacobianEncoder().orElseThrow();
    return new Batches<>(
        rows,
        TOGETHER,
        batch -> {
          float[] codes = new float[batch.size() * encoder.codeWidth()];
          double[] norms = new double[batch.size()];
          encoder.encode(histories(batch, model.items()), codes, norms);
          double norm = Arrays.stream(norms).reduce(0, Double::sum); // in order, unlike sum()
          long numbers = codes.length;
          return List.of(RowFactory.create((long) batch.size(), numbers, near(codes, limit), norm));
        });
  }

  private static float largest(float[] codes) {
    float largest = 0;
    for (float number : codes) {
      largest = Math.max(largest, Math.abs(number));
    }
    return largest;
  }

  private static long near(float[] codes, double limit) {
    long near = 0;
    for (float number : codes) {
      near += number == 0 || Math.abs(number) < limit ? 1 : 0;
    }
    return near;
  }

  private static SparseRows histories(List<TrainingRow> rows, int items) {
    SparseRowsBuilder builder = SparseRows.builder(items);
    rows.forEach(row -> builder.add(row.items(), row.weights(), row.row()));
    return builder.build();
  }
}
