package io.nocturne.model.linear;

import io.nocturne.math.SortedRow;
import io.nocturne.math.SymmetricInverse;
import io.nocturne.math.SymmetricTiles;
import io.nocturne.math.TiledCholesky;
import io.nocturne.math.linear.FloatCholesky;
import io.nocturne.math.linear.SymmetricFloats;
import io.nocturne.math.linear.SymmetricProduct;
import io.nocturne.model.TrainingData;
import java.util.Optional;

/**
 * P = (X' D X + Lambda)^-1 of the training rows, which the linear autoencoders are made of.
 *
 * <p>It is computed in floats, in place: the Gram matrix of counts below 2^24 is exact in them.
 * Then it is {@link Residual checked}; where floats are not enough, because lambda is small against
 * the largest eigenvalue, it is computed again in doubles, and a progress message says so.
 *
 * @param inverse P in floats
 * @param added Lambda, [items]
 * @param counts the number of users who have each item, [items]
 * @param sums X'1, [items]
 */
public record RidgeInverse(SymmetricFloats inverse, double[] added, float[] counts, float[] sums) {
  /** How the matrix is inverted. */
  public enum Solver {
    /** Tile by tile over LAPACK and BLAS, in floats if that is exact enough, on several threads. */
    LAPACK,
    /** Breeze's inverse in one call, in doubles; slower, for comparison. */
    BREEZE
  }

  /** Of these rows. {@link LinearPlan} has checked the memory. */
  public static RidgeInverse of(TrainingData data, Ridge ridge, SymmetricInverse exact) {
    Run run = new Run(data, ridge, data.itemCounts(), data.itemSums());
    return run.inDoubles(exact);
  }

  /** Of these rows, in floats where that is exact enough. */
  public static RidgeInverse of(TrainingData data, Ridge ridge) {
    Run run = new Run(data, ridge, data.itemCounts(), data.itemSums());
    return run.inFloats().orElseGet(() -> run.inDoubles(new TiledCholesky(data.threads())));
  }

  private record Run(TrainingData data, Ridge ridge, float[] counts, float[] sums) {
    Optional<RidgeInverse> inFloats() {
      SymmetricFloats tiles = new SymmetricFloats(data.items());
      double[] added = gram(tiles);
      String failure;
      try {
        new FloatCholesky(data.threads())
            .invert(tiles, new EveryTenth("inverted", data.progress()));
        double residual =
            new Residual(data, ridge, added, sums)
                .of(v -> SymmetricProduct.of(tiles, v, Residual.width(), data.threads()));
        if (residual <= Residual.MOST) {
          say("residual %.1e (expected at most %.0e)".formatted(residual, Residual.MOST));
          return Optional.of(new RidgeInverse(tiles, added, counts, sums));
        }
        failure = "its residual is %.1e (expected at most %.0e)".formatted(residual, Residual.MOST);
      } catch (ArithmeticException e) {
        failure = "the matrix is not positive definite when rounded to it";
      }
      say(
          "single precision is not enough: %s; solving again in double precision"
              .formatted(failure));
      return Optional.empty();
    }

    RidgeInverse inDoubles(SymmetricInverse inverse) {
      long bytes = SymmetricTiles.bytes(data.items()) + SymmetricFloats.bytes(data.items());
      data.requireMemory(bytes, "raise lambda, so that single precision is enough");
      SymmetricTiles tiles =
          new SymmetricTiles(data.items(), Math.min(SymmetricTiles.TILE_SIZE, data.items()));
      double[] added = gram(tiles);
      inverse.invert(tiles, new EveryTenth("inverted", data.progress()));
      double residual =
          new Residual(data, ridge, added, sums)
              .of(v -> SymmetricProduct.of(tiles, v, Residual.width(), data.threads()));
      if (!(residual <= Residual.MOST)) {
        throw new ArithmeticException(
            "Matrix is nearly singular: the residual of its inverse is %.1e in double precision (expected at most %.0e; raise lambda, which is added to its diagonal)"
                .formatted(residual, Residual.MOST));
      }
      say("residual %.1e in double precision".formatted(residual));
      SymmetricFloats rounded = new SymmetricFloats(data.items(), tiles.tileSize());
      rounded.set(tiles);
      return new RidgeInverse(rounded, added, counts, sums);
    }

    private double[] gram(SortedRow.Strips tiles) {
      RidgeStrips strips = new RidgeStrips(tiles, ridge, counts, sums, data.users());
      data.products().gram(ridge.userPower(), strips);
      say("inverting the Gram matrix on %d thread(s)".formatted(data.threads()));
      return strips.added();
    }

    private void say(String line) {
      data.progress().accept(line);
    }
  }
}
