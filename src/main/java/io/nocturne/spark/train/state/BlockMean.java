package io.nocturne.spark.train.state;

import java.io.Serializable;

/** The mean of what the workers have made of one block. */
public final class BlockMean implements Serializable {
  private static final long serialVersionUID = 1;

  private final int block;
  private byte[] patch;
  private final long received;
  private final double square;
  private final double[] squares;

  /**
   * @param block its number
   * @param patch from the block as it was to the mean
   * @param received how many bytes have come from the workers for it
   * @param square the squared length of the mean's change
   * @param squares those of the workers' changes, [workers]
   */
  public BlockMean(int block, byte[] patch, long received, double square, double[] squares) {
    this.block = block;
    this.patch = patch;
    this.received = received;
    this.square = square;
    this.squares = squares;
  }

  public int block() {
    return block;
  }

  /** The patch, which is let go of: the state after a round grows while the patches go. */
  public byte[] takePatch() {
    byte[] taken = patch;
    patch = null;
    return taken;
  }

  public long received() {
    return received;
  }

  public double square() {
    return square;
  }

  public double[] squares() {
    return squares;
  }
}
