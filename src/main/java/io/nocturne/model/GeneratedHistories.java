package io.nocturne.model;

import io.nocturne.math.NormalDistribution;
import io.nocturne.math.Seeds;
import io.nocturne.math.SplitMix64;
import io.nocturne.math.TopN;

/**
 * Histories of users who do not exist, drawn from a variational model: a code from a normal
 * distribution, and items from the multinomial distribution over the softmax of its scores (Liang
 * et al., "Variational autoencoders for collaborative filtering", WWW 2018, eq. 1), one after
 * another and none twice. A user's history depends on the seed and the user's number only.
 */
public final class GeneratedHistories {
  private static final int CODE = 0;
  private static final int LENGTH = 1;
  private static final int ITEMS = 2;

  private final Generator model;
  private final NormalDistribution codes;
  private final HistoryLengths lengths;
  private final long seed;

  /**
   * A generator that draws from a model; for one thread.
   *
   * @param codes what codes are drawn from: the standard normal distribution is the prior
   */
  public GeneratedHistories(
      Generator model, NormalDistribution codes, HistoryLengths lengths, long seed) {
    this.model = model;
    this.codes = codes;
    this.lengths = lengths;
    this.seed = seed;
  }

  /**
   * The items of some users, in the order in which they were drawn: the most likely ones tend to
   * come first.
   *
   * @param first the number of the first user, 0 or more
   * @param users how many, from the first one on
   * @return [users], item indices; no more than there are items
   */
  public int[][] draw(long first, int users) {
    int width = model.codeWidth();
    float[] drawn = new float[users * width];
    for (int u = 0; u < users; u++) {
      codes.draw(random(first + u, CODE), drawn, u * width);
    }
    float[] scores = new float[users * model.items()];
    model.decode(drawn, users, scores);
    int[][] histories = new int[users][];
    for (int u = 0; u < users; u++) {
      int length = lengths.draw(random(first + u, LENGTH));
      histories[u] = items(scores, u, length, random(first + u, ITEMS));
    }
    return histories;
  }

  private SplitMix64 random(long user, int part) {
    return new SplitMix64(Seeds.derive(seed, user, part));
  }

  /**
   * The items with the largest scores once a Gumbel number is added to each: in descending order
   * they are draws without replacement from the softmax (Kool, van Hoof and Welling, "Stochastic
   * beams and where to find them", ICML 2019, section 2.3).
   */
  private int[] items(float[] scores, int user, int length, SplitMix64 random) {
    if (length == 0) {
      return new int[0];
    }
    int from = user * model.items();
    for (int i = from; i < from + model.items(); i++) {
      double gumbel = -StrictMath.log(-StrictMath.log(random.nextDouble()));
      scores[i] = (float) (scores[i] + gumbel);
    }
    TopN best = new TopN(length);
    best.select(scores, from, model.items());
    return best.indices();
  }
}
