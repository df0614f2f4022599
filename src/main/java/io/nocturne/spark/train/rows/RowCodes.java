package io.nocturne.spark.train.rows;

import io.nocturne.math.Compute;
import io.nocturne.math.ParallelLoop;
import io.nocturne.math.SparseRows;
import io.nocturne.math.SparseRowsBuilder;
import io.nocturne.nn.Inference;
import io.nocturne.nn.Network;
import io.nocturne.nn.parameter.Parameters;
import io.nocturne.spark.BroadcastParameters;
import io.nocturne.spark.train.cluster.Cleanup;
import io.nocturne.spark.train.cluster.GroupedCollect;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import scala.Tuple2;

/** Encodes training rows, and collects the codes in groups of rows. */
public final class RowCodes {
  private static final int TOGETHER = 64;

  private RowCodes() {}

  /**
   * Encodes each row.
   *
   * @return [rows x code width]; zeros for a row that has no entries
   */
  public static float[] of(Shards shards, Network network, Parameters parameters) {
    BroadcastParameters sent = new BroadcastParameters(shards.spark(), parameters);
    try {
      int rows = Math.toIntExact(shards.users());
      int width = network.codeWidth();
      float[] all = new float[Math.multiplyExact(rows, width)];
      long bytes = (width + 1L) * Float.BYTES; // with the row number
      int together = GroupedCollect.together(shards.spark().getConf(), rows, bytes);
      for (long first = 0; first < rows; first += together) {
        long from = first; // else the task cannot have it
        JavaRDD<TrainingRow> group =
            shards.rows().filter(row -> row.row() >= from && row.row() < from + together);
        collect(group.mapPartitions(part -> encode(part, network, sent)), width, all);
      }
      return all;
    } finally {
      new Cleanup(shards.spark().sc()).destroy(sent.broadcasts());
    }
  }

  private static void collect(JavaRDD<Tuple2<int[], float[]>> codes, int width, float[] all) {
    for (Tuple2<int[], float[]> batch : codes.collect()) {
      int[] numbers = batch._1();
      for (int r = 0; r < numbers.length; r++) {
        System.arraycopy(batch._2(), r * width, all, numbers[r] * width, width);
      }
    }
  }

  private static Iterator<Tuple2<int[], float[]>> encode(
      Iterator<TrainingRow> rows, Network network, BroadcastParameters sent) {
    if (!rows.hasNext()) {
      return Collections.emptyIterator(); // no model is opened for an empty partition
    }
    Inference inference = new Inference(network, sent.value(), Compute.on(new ParallelLoop(1)));
    List<Tuple2<int[], float[]>> codes = new ArrayList<>();
    while (rows.hasNext()) {
      List<Integer> numbers = new ArrayList<>();
      SparseRowsBuilder batch = SparseRows.builder(network.items());
      while (rows.hasNext() && numbers.size() < TOGETHER) {
        TrainingRow row = rows.next();
        numbers.add(row.row());
        batch.add(row.items(), row.weights());
      }
      float[] together = new float[numbers.size() * network.codeWidth()];
      inference.encode(batch.build(), together);
      codes.add(new Tuple2<>(numbers.stream().mapToInt(Integer::intValue).toArray(), together));
    }
    return codes.iterator();
  }
}
