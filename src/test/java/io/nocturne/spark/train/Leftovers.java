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
 * What is in Spark at a moment: RDDs that are kept, files on its disk, and broadcasts of floats or
 * of so many bytes. Spark's own broadcasts, of tasks and Hadoop's settings, go when their turn in
 * its cleaner comes.
 */
final class Leftovers {
  private static final long PATIENCE_NANOS = 20_000_000_000L;

  private final Set<Integer> blockBytes;
  private final Set<String> before;

  /**
   * @param blockBytes the lengths of what is broadcast
   */
  Leftovers(Set<Integer> blockBytes) {
    this.blockBytes = blockBytes;
    this.before = now();
  }

  /** What has come since and is there still, after some time in which it may go. */
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

  /** What has come since, at once. */
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

  /** Reads to the end: that gives the block free again. */
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
