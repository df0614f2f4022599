package io.nocturne.spark.train;

import io.nocturne.math.ParallelLoop;
import io.nocturne.math.SparseRows;
import io.nocturne.math.SparseRowsBuilder;
import io.nocturne.model.Parameters;
import io.nocturne.nn.Compute;
import io.nocturne.nn.Inference;
import io.nocturne.nn.Network;
import io.nocturne.spark.Rows;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import scala.Tuple2;

/** The codes of training rows. */
final class RowCodes {
  private static final int TOGETHER = 64;

  private RowCodes() {}

  /**
   * Encodes each row.
   *
   * @return [rows x code width]; zeros for a row that has no entries
   */
  static float[] of(Shards shards, Network network, Parameters parameters) {
    ArrayList<Broadcast<float[]>> sent = new ArrayList<>();
    try {
      for (float[] block : parameters.blocks()) {
        sent.add(shards.spark().broadcast(block));
      }
      int width = network.codeWidth();
      JavaRDD<Tuple2<Integer, float[]>> codes =
          shards.rows().javaRDD().mapPartitions(rows -> encode(rows, network, sent));
      float[] all = new float[Math.toIntExact(shards.users() * width)];
      for (Tuple2<Integer, float[]> code : codes.collect()) {
        System.arraycopy(code._2(), 0, all, code._1() * width, width);
      }
      return all;
    } finally {
      new Cleanup(shards.spark().sc()).destroy(sent);
    }
  }

  private static Iterator<Tuple2<Integer, float[]>> encode(
      Iterator<Row> rows, Network network, List<Broadcast<float[]>> sent) {
    float[][] blocks = sent.stream().map(Broadcast::value).toArray(float[][]::new);
    float[] theta = new Parameters(blocks).flat();
    Inference inference = new Inference(network, theta, Compute.on(new ParallelLoop(1)));
    List<Tuple2<Integer, float[]>> codes = new ArrayList<>();
    while (rows.hasNext()) {
      List<Integer> numbers = new ArrayList<>();
      SparseRowsBuilder batch = SparseRows.builder(network.items());
      while (rows.hasNext() && numbers.size() < TOGETHER) {
        Row row = rows.next();
        numbers.add(row.getInt(row.fieldIndex("row")));
        batch.add(Rows.ints(row, "items"), Rows.floats(row, "weights"));
      }
      add(inference, batch.build(), numbers, network.codeWidth(), codes);
    }
    return codes.iterator();
  }

  private static void add(
      Inference inference,
      SparseRows batch,
      List<Integer> numbers,
      int width,
      List<Tuple2<Integer, float[]>> codes) {
    float[] together = new float[batch.rows() * width];
    inference.encode(batch, together);
    for (int r = 0; r < batch.rows(); r++) {
      float[] code = new float[width];
      System.arraycopy(together, r * width, code, 0, width);
      codes.add(new Tuple2<>(numbers.get(r), code));
    }
  }
}
