package io.nocturne.nn;

import io.nocturne.nn.layer.UserVectors;
import io.nocturne.nn.optim.OptimizerKind;
import io.nocturne.nn.optim.OptimizerState;
import io.nocturne.nn.parameter.BlockArray;
import java.util.List;

/**
 * What is trained for the users of one shard, where a network has a vector for each of them.
 *
 * @param vectors {@code user.vectors}, [rows of the shard x width]
 * @param optimizer its state for these
 */
public record UserState(BlockArray vectors, OptimizerState optimizer) {
  /** The state for a network without such vectors. */
  public static final UserState NONE =
      new UserState(UserVectors.NONE.vectors(), OptimizerState.zero(OptimizerKind.ADAM, List.of()));

  /** The state before the first epoch. */
  public static UserState initial(float[] vectors, int width, OptimizerKind kind) {
    BlockArray block = UserVectors.of(vectors, width).vectors();
    OptimizerState zero = OptimizerState.zero(kind.ofAll(), List.of(block.shape()));
    return new UserState(block, zero);
  }
}
