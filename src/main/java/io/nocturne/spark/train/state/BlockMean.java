package io.nocturne.spark.train.state;

import java.io.Serializable;

/** The mean of the workers' results for one block. */
public final class BlockMean implements Serializable {
  private static final long serialVersionUID = 1;

  private final int block;
  private byte[] patch;
  private final long received;
  private final double square;
  private final double[] squares;

  /**
   * @param block the number of the block
   * @param patch the patch from the previous block to the mean
   * @param received the number of bytes received from the workers for the block
   * @param square the squared length of the mean's change
   * @param squares the squared lengths of the workers' changes, [workers]
   */
  public BlockMean(int block, byte[] patch, long received, double square, double[] squares) {
    this.block = block;
    this.patch = patch;
    this.received = received;
    this.square = square;
    this.squares = squares;
  }

  /**
   * The mean over one worker: how far it went is not measured, as there is nobody to agree with.
   */
  public static BlockMean of(int block, BlockPart part) {
    return new BlockMean(block, part.patch(), part.patch().length, 0, new double[1]);
  }

  public int block() {
    return block;
  }

  /**
   * Returns the patch and drops the reference to it: memory of patches is freed while the new state
   * grows.
   */
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
