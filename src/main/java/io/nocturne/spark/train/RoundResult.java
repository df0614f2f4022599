package io.nocturne.spark.train;

import java.util.List;

/** What a round has come to: a report, and the new state unless it has failed. */
record RoundResult(RoundReport report, List<byte[]> blocks) {
  /** The report first, then the blocks in their order. */
  static RoundResult of(List<Object> sent) {
    List<byte[]> blocks = sent.stream().skip(1).map(block -> (byte[]) block).toList();
    return new RoundResult((RoundReport) sent.get(0), blocks);
  }

  StateBlocks state() {
    return report.state(blocks);
  }
}
