package io.nocturne.jobs.bench;

import com.sun.management.ThreadMXBean;
import io.nocturne.math.Compute;
import io.nocturne.math.Kernels;
import io.nocturne.math.ParallelLoop;
import io.nocturne.math.Sgemm;
import io.nocturne.math.SparseRows;
import io.nocturne.nn.Network;
import io.nocturne.nn.Plan;
import io.nocturne.nn.TrainingState;
import io.nocturne.nn.Worker;
import io.nocturne.nn.WorkerMemory;
import java.lang.management.ManagementFactory;
import java.util.Arrays;

/** Trains a network for some epochs and measures the later ones, when all code is compiled. */
final class TrainingBench {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final double MIB = 1 << 20;
  private static final long SEED = 1;

  private final Network network;
  private final Plan plan;
  private final SparseRows rows;
  private final int threads;

  TrainingBench(Network network, Plan plan, SparseRows rows, int threads) {
    this.network = network;
    this.plan = plan;
    this.rows = rows;
    this.threads = threads;
  }

  /**
   * @param warmUp how many epochs go before
   * @param measured of how many epochs the median is taken
   */
  Figures run(String title, int warmUp, int measured) {
    TimedSgemm sgemm = new TimedSgemm(Sgemm.get());
    double peak = SgemmBench.peak(Sgemm.get(), threads);
    long before = usedHeap();
    try (ParallelLoop loop = new ParallelLoop(threads)) {
      Compute compute = new Compute(loop, sgemm, Kernels.get());
      TrainingState state = TrainingState.initial(network.initialize(SEED, loop), plan.optimizer());
      try (Worker worker = new Worker(network, plan, rows, counts(), rows.rows(), state, compute)) {
        for (int epoch = 0; epoch < warmUp; epoch++) {
          worker.epoch(SEED);
        }
        double[] seconds = new double[measured];
        sgemm.reset();
        long allocated = allocated();
        for (int epoch = 0; epoch < measured; epoch++) {
          long start = System.nanoTime();
          worker.epoch(SEED);
          seconds[epoch] = (System.nanoTime() - start) * 1e-9;
        }
        allocated = allocated() - allocated;
        Figures figures = figures(title, seconds, sgemm, peak);
        figures.put("bytes allocated a step", allocated / (measured * (long) steps()));
        return memory(figures, usedHeap() - before);
      }
    }
  }

  private Figures figures(String title, double[] seconds, TimedSgemm sgemm, double peak) {
    double total = Arrays.stream(seconds).sum();
    Arrays.sort(seconds);
    double epoch = seconds[seconds.length / 2];
    double inProducts = sgemm.operations() / (sgemm.threadSeconds() / threads) * 1e-9;
    double inStep = sgemm.operations() / total * 1e-9;
    return new Figures(title)
        .put("BLAS", sgemm.name())
        .put("threads", (long) threads)
        .put("parameters", network.parameters())
        .put("ms a step, median epoch", epoch / steps() * 1000)
        .put("ms a step, fastest epoch", seconds[0] / steps() * 1000)
        .put("users/s, median epoch", rows.rows() / epoch)
        .put("sgemm peak, GFLOP/s", peak)
        .put("GFLOP/s in products", inProducts)
        .put("share of the peak in products", inProducts / peak)
        .put("GFLOP/s over the whole step", inStep)
        .put("share of the peak over the whole step", inStep / peak);
  }

  private Figures memory(Figures figures, long used) {
    long entries = rows.nonZeros();
    long shard = 8 * entries + 4L * rows.rows();
    long formula = WorkerMemory.bytes(network, plan, rows.rows(), entries, threads);
    return figures
        .put("MiB by the formula", formula / MIB)
        .put("MiB of heap in use afterwards", (used + shard) / MIB)
        .put("MiB of the process at its peak so far", ProcessMemory.peakBytes() / MIB);
  }

  private int steps() {
    return (rows.rows() + plan.batch() - 1) / plan.batch();
  }

  private float[] counts() {
    float[] counts = new float[rows.columns()];
    for (int k = 0; k < rows.nonZeros(); k++) {
      counts[rows.index(k)]++;
    }
    return counts;
  }

  private static long allocated() {
    long sum = 0;
    for (long id : THREADS.getAllThreadIds()) {
      sum += Math.max(0, THREADS.getThreadAllocatedBytes(id));
    }
    return sum;
  }

  private static long usedHeap() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
