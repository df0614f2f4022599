package io.nocturne.model.linear;

/**
 * The matrix A = X' D X + Lambda that a linear autoencoder inverts.
 *
 * @param lambda the L2 penalty, in all of the diagonal Lambda
 * @param dropout the probability p with which an input is dropped: p / (1 - p) n_i is added to
 *     Lambda_i, where n_i is the diagonal of X'X (H. Steck, "Autoencoders that don't overfit
 *     towards the Identity", NeurIPS 2020, section 2: dropout as an L2 penalty). With a user power
 *     it is the number of the item's users, as in Park 2024
 * @param userPower the rows of X are weighted by D_u = |x_u|^-userPower, where |x_u| is the sum of
 *     the weights (S. Park et al., "Why is Normalization Necessary for Linear Recommenders?", DAN,
 *     2024); 0 for no weights
 * @param isCentred whether the means of the items are subtracted first: X'X - N mu mu'; only
 *     without a user power
 */
public record Ridge(double lambda, double dropout, double userPower, boolean isCentred) {
  /** Without centring. */
  public Ridge(double lambda, double dropout, double userPower) {
    this(lambda, dropout, userPower, false);
  }

  /** Lambda of an item, from its element of the diagonal of X' D X and the number of its users. */
  double added(double gram, float count) {
    return lambda + dropout / (1 - dropout) * (userPower == 0 ? gram : count);
  }
}
