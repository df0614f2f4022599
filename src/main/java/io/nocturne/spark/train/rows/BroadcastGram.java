package io.nocturne.spark.train.rows;

import io.nocturne.math.linear.GramPart;
import io.nocturne.math.linear.RankedItems;
import io.nocturne.math.linear.SparseGram;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/** A sparse Gram matrix on every executor: a broadcast for each part. */
final class BroadcastGram implements Serializable {
  private static final long serialVersionUID = 1;

  private final Broadcast<RankedItems> items;
  private final ArrayList<Broadcast<GramPart>> parts = new ArrayList<>();

  /** Sends it; {@link #destroy} frees the executors' memory. */
  BroadcastGram(JavaSparkContext spark, SparseGram gram) {
    this.items = spark.broadcast(gram.items());
    for (GramPart part : gram.parts()) {
      parts.add(spark.broadcast(part));
    }
  }

  /** The matrix, read on an executor; its arrays are shared by all tasks. */
  SparseGram value() {
    List<GramPart> read = new ArrayList<>();
    for (Broadcast<GramPart> part : parts) {
      read.add(part.value());
    }
    return new SparseGram(items.value(), read);
  }

  void destroy() {
    items.destroy();
    parts.forEach(Broadcast::destroy);
  }
}
