package io.nocturne.model.linear;

import io.nocturne.math.Kernels;
import io.nocturne.math.Matrix;
import io.nocturne.math.Sgemm;
import io.nocturne.math.SparseRows;
import io.nocturne.math.linear.LeadingEigenvectors;
import io.nocturne.math.linear.NormalProduct;
import io.nocturne.model.Encoder;
import io.nocturne.model.Recommender;
import io.nocturne.model.TrainingData;
import io.nocturne.nn.parameter.BlockShape;
import io.nocturne.nn.parameter.Parameters;
import io.nocturne.nn.parameter.RowsOf;
import java.util.Arrays;
import java.util.List;

/**
 * A linear autoencoder of low rank by the singular vectors of the normalised training rows R = U S
 * V' ({@link NormalizedRows}): the code of a history is |x|^-1/2 x Di^-1/2 V S^-1, which for a
 * training user is their row of U, and the scores are the code times U'X, X not normalised (Hong et
 * al., "SVD-AE: Simple autoencoders for collaborative filtering", IJCAI 2024, eq. 8).
 */
public final class LowRankAutoencoder implements Recommender, Encoder {
  private static final String ENCODER = "encoder.weights";
  private static final String DECODER = "decoder.weights";

  /** Items per call of BLAS. */
  private static final int TILE = 8192;

  private final Kernels kernels = Kernels.get();
  private final Sgemm sgemm = Sgemm.get();
  private final int items;
  private final int rank;
  private final float[] encoder;
  private final float[] decoder;

  /** A model with the parameters of {@link #fit}. */
  public LowRankAutoencoder(int items, Parameters parameters) {
    this.items = items;
    this.rank = parameters.floats(ENCODER).shape().width();
    this.encoder = parameters.floats(ENCODER).flat();
    this.decoder = parameters.floats(DECODER).flat();
    if (encoder.length != items * rank || decoder.length != encoder.length) {
      throw new IllegalArgumentException(
          "Invalid blocks: %s for %,d items".formatted(parameters.shapes(), items));
    }
  }

  /** Di^-1/2 V S^-1 and X'U, [items x rank] each; singular values of 0 are left out. */
  public static Parameters fit(TrainingData data, int rank) {
    NormalizedRows normalized = new NormalizedRows(data);
    LeadingEigenvectors found = normalized.singularVectors(rank);
    float[] encoder = normalized.scaled(found.vectors(), rank);
    float[] decoder = normalized.decoded(found.vectors(), rank);
    float[] inverse = new float[rank];
    for (int k = 0; k < rank; k++) {
      inverse[k] = found.values()[k] > 0 ? (float) (1 / Math.sqrt(found.values()[k])) : 0;
    }
    for (int at = 0; at < encoder.length; at++) {
      encoder[at] *= inverse[at % rank];
      decoder[at] *= inverse[at % rank];
    }
    int items = data.items();
    return new Parameters(
        List.of(
            Parameters.floats(BlockShape.weights(ENCODER, RowsOf.ITEMS, items, rank), encoder),
            Parameters.floats(BlockShape.weights(DECODER, RowsOf.ITEMS, items, rank), decoder)));
  }

  @Override
  public int items() {
    return items;
  }

  @Override
  public int codeWidth() {
    return rank;
  }

  @Override
  public void encode(SparseRows histories, float[] codes) {
    Arrays.fill(codes, 0, histories.rows() * rank, 0);
    for (int row = 0; row < histories.rows(); row++) {
      float scaling = NormalProduct.factor(histories.values(row), .5);
      for (int k = histories.start(row); k < histories.end(row); k++) {
        int from = histories.index(k) * rank;
        kernels.axpy(scaling * histories.value(k), encoder, from, codes, row * rank, rank);
      }
    }
  }

  @Override
  public void score(SparseRows histories, float[] scores) {
    int rows = histories.rows();
    float[] codes = new float[rows * rank];
    encode(histories, codes);
    for (int first = 0; first < items && rows > 0; first += TILE) {
      int size = Math.min(TILE, items - first);
      sgemm.multiply(
          Matrix.of(codes, rows, rank),
          Matrix.of(decoder, first * rank, size, rank).transpose(),
          Matrix.of(scores, first, rows, size, items));
    }
  }
}
