package io.nocturne.spark.train.cost;

import io.nocturne.math.SplitMix64;
import io.nocturne.spark.train.cluster.GroupedCollect;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import scala.Tuple2;

/**
 * Measures the {@link MachineConstants} of a cluster by short Spark jobs, one to two seconds
 * together on one machine. It leaves nothing behind. What Spark takes is the median of some runs
 * after one that does not count, as that loads classes and runs code not compiled yet.
 */
public final class CostProbe {
  private static final int RUNS = 3;
  private static final int BLOCKS = 4;
  private static final int MOST_BYTES = 4 << 20;

  /** The least time counted for moving blocks, where it is too short to measure. */
  private static final double LEAST_SECONDS = 1e-3;

  private final JavaSparkContext spark;
  private final int executors;
  private final int threads;
  private final UnaryOperator<JavaRDD<Integer>> alone;
  private final int blockBytes;

  /**
   * @param executors the number of tasks that train at once, 1 or more
   * @param threads the number of threads of a task; 0 for all processors of its executor
   * @param alone gives each task of a stage a whole executor, as workers have
   */
  public CostProbe(
      JavaSparkContext spark, int executors, int threads, UnaryOperator<JavaRDD<Integer>> alone) {
    this.spark = spark;
    this.executors = executors;
    this.threads = threads;
    this.alone = alone;
    int collectable = GroupedCollect.blockFloats(spark.getConf()) * Float.BYTES;
    this.blockBytes = Math.min(MOST_BYTES, collectable / Long.BYTES * Long.BYTES);
  }

  /** Runs the jobs. */
  public MachineConstants run() {
    ComputeSpeed together = compute(executors); // all of them first, so that each is warmed up
    ComputeSpeed single = executors == 1 ? together : compute(1);
    List<byte[]> blocks =
        IntStream.range(0, BLOCKS).mapToObj(b -> incompressible(b, blockBytes)).toList();
    double gigabytes = 1e-9 * BLOCKS * blockBytes;
    double stage = seconds(() -> broadcast(List.of()));
    double broadcast = seconds(() -> broadcast(blocks)) - stage;
    double twoStages = seconds(() -> shuffle(0));
    double shuffle = seconds(() -> shuffle(BLOCKS)) - twoStages;
    return new MachineConstants(
        single,
        together,
        gigabytes / Math.max(LEAST_SECONDS, broadcast),
        2 * gigabytes / Math.max(LEAST_SECONDS, shuffle), // once shuffled, once to the driver
        twoStages);
  }

  /** Returns the speed of the slowest of several executors that compute at once. */
  private ComputeSpeed compute(int tasks) {
    int perTask = threads;
    List<double[]> speeds = tasks(tasks).map(task -> measure(perTask)).collect();
    return new ComputeSpeed(least(speeds, 0), least(speeds, 1));
  }

  /** Measures one executor. Returns an array, because Spark's serializers cannot write records. */
  private static double[] measure(int threads) {
    ComputeSpeed speed = ComputeProbe.run(threads);
    return new double[] {speed.gigaflops(), speed.gigabytes()};
  }

  private static double least(List<double[]> speeds, int which) {
    return speeds.stream().mapToDouble(speed -> speed[which]).min().getAsDouble();
  }

  /** Sends blocks to all executors. */
  private void broadcast(List<byte[]> blocks) {
    List<Broadcast<byte[]>> sent = new ArrayList<>();
    try {
      blocks.forEach(block -> sent.add(spark.broadcast(block)));
      tasks(executors).foreachPartition(task -> sent.forEach(Broadcast::value));
    } finally {
      sent.forEach(Broadcast::destroy);
    }
  }

  /** Shuffles blocks from each executor, keeps one of each, and sends these to the driver. */
  private void shuffle(int blocks) {
    int bytes = blockBytes;
    JavaRDD<byte[]> kept =
        tasks(executors)
            .mapPartitionsToPair(task -> blocks(blocks, bytes))
            .partitionBy(new HashPartitioner(BLOCKS))
            .values()
            .mapPartitions(CostProbe::last);
    try {
      GroupedCollect.of(kept, blockBytes);
    } finally {
      kept.rdd().cleanShuffleDependencies(true);
    }
  }

  /** Returns distinct objects: a serializer writes the same object only once. */
  private static Iterator<Tuple2<Integer, byte[]>> blocks(int count, int bytes) {
    return IntStream.range(0, count)
        .mapToObj(b -> new Tuple2<>(b, incompressible(b, bytes)))
        .iterator();
  }

  private static Iterator<byte[]> last(Iterator<byte[]> blocks) {
    byte[] last = null;
    while (blocks.hasNext()) {
      last = blocks.next();
    }
    return Stream.ofNullable(last).iterator();
  }

  /** Returns bytes that, like parameters, do not shrink when Spark compresses them. */
  private static byte[] incompressible(long seed, int bytes) {
    SplitMix64 random = new SplitMix64(seed);
    ByteBuffer block = ByteBuffer.allocate(bytes);
    while (block.hasRemaining()) {
      block.putLong(random.nextLong());
    }
    return block.array();
  }

  /** Returns an RDD with one task per executor. */
  private JavaRDD<Integer> tasks(int count) {
    return alone.apply(spark.parallelize(IntStream.range(0, count).boxed().toList(), count));
  }

  private static double seconds(Runnable job) {
    double[] seconds = new double[RUNS];
    job.run();
    for (int run = 0; run < RUNS; run++) {
      long start = System.nanoTime();
      job.run();
      seconds[run] = (System.nanoTime() - start) * 1e-9;
    }
    Arrays.sort(seconds);
    return seconds[RUNS / 2];
  }
}
