package io.nocturne.spark.train;

import java.io.File;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.BlockId;
import org.apache.spark.storage.BlockManager;
import org.apache.spark.storage.BlockResult;
import scala.Option;
import scala.collection.Iterator;
import scala.jdk.javaapi.CollectionConverters;

/**
 * A snapshot of Spark's storage: persistent RDDs, files on its disk, and broadcasts of floats or of
 * given sizes. Spark's own broadcasts, of tasks and Hadoop's settings, are ignored, as its cleaner
 * deletes them later.
 */
final class Leftovers {
  private static final long PATIENCE_NANOS = 20_000_000_000L;

  private final Set<Integer> blockBytes;
  private final Set<String> before;

  /**
   * @param blockBytes the sizes of the broadcasts
   */
  Leftovers(Set<Integer> blockBytes) {
    this.blockBytes = blockBytes;
    this.before = now();
  }

  /** What is new since the snapshot and still there after some time. */
  Set<String> since() throws InterruptedException {
    long end = System.nanoTime() + PATIENCE_NANOS;
    Set<String> left = now();
    left.removeAll(before);
    while (!left.isEmpty() && System.nanoTime() < end) {
      Thread.sleep(50);
      left = now();
      left.removeAll(before);
    }
    return left;
  }

  /** What is new since the snapshot, without waiting. */
  Set<String> during() {
    Set<String> left = now();
    left.removeAll(before);
    return left;
  }

  private Set<String> now() {
    JavaSparkContext spark =
        JavaSparkContext.fromSparkContext(SparkSession.builder().getOrCreate().sparkContext());
    Set<String> found = new TreeSet<>();
    spark.getPersistentRDDs().keySet().forEach(id -> found.add("RDD " + id));
    BlockManager blocks = SparkEnv.get().blockManager();
    for (File file : files(blocks)) {
      if (file.getName().startsWith("shuffle_") || file.getName().startsWith("rdd_")) {
        found.add(file.getName());
      }
    }
    for (BlockId id : CollectionConverters.asJava(blocks.getMatchingBlockIds(one -> true))) {
      if (id.name().startsWith("rdd_")
          || id.name().matches("broadcast_\\d+") && isOurs(blocks.getLocalValues(id))) {
        found.add(id.name());
      }
    }
    return found;
  }

  private static Set<File> files(BlockManager blocks) {
    return new HashSet<>(CollectionConverters.asJava(blocks.diskBlockManager().getAllFiles()));
  }

  /** Reads to the end, which releases the block. */
  private boolean isOurs(Option<BlockResult> block) {
    boolean ours = false;
    if (block.isDefined()) {
      Iterator<Object> values = block.get().data();
      while (values.hasNext()) {
        Object value = values.next();
        ours |= value instanceof float[];
        ours |= value instanceof byte[] bytes && blockBytes.contains(bytes.length);
      }
    }
    return ours;
  }
}
