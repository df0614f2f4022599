package io.nocturne.research;

import io.nocturne.jobs.bench.Figures;
import io.nocturne.jobs.bench.ProcessMemory;
import io.nocturne.math.Seeds;
import io.nocturne.math.SplitMix64;
import io.nocturne.model.Recipe;
import io.nocturne.model.recipe.Recipes;
import io.nocturne.nn.Plan;
import io.nocturne.nn.batch.SampledSoftmax;
import io.nocturne.nn.optim.Averaging;
import io.nocturne.spark.store.OrderedRows;
import io.nocturne.spark.store.Schemas;
import io.nocturne.spark.store.TableStore;
import io.nocturne.spark.train.TrainSettings;
import io.nocturne.spark.train.Training;
import io.nocturne.spark.train.round.Round;
import io.nocturne.spark.train.rows.TrainingRows;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.storage.StorageLevel;

/**
 * Measures the time of rounds on this cluster, on random histories, with one worker per executor
 * and one round per epoch.
 */
public final class RoundsBench {
  private static final int ROUNDS = 6;
  private static final int BATCH = 500;
  private static final int INTERACTIONS = 70;

  private final SparkSession spark;
  private final Path folder;
  private final TrainSettings settings;
  private final IntSupplier executors;
  private final Consumer<String> progress;

  /**
   * @param folder for the histories; deleted afterwards
   * @param settings including the averaging; auto is one worker per executor
   * @param executors number of executors; called only after the histories are written, as executors
   *     may still start meanwhile
   */
  public RoundsBench(
      SparkSession spark,
      Path folder,
      TrainSettings settings,
      IntSupplier executors,
      Consumer<String> progress) {
    this.spark = spark;
    this.folder = folder;
    this.settings = settings;
    this.executors = executors;
    this.progress = progress;
  }

  /** Mult-VAE over the number of items of MovieLens 20M in Liang's split. */
  public Figures full() {
    Recipe recipe =
        Recipes.parse(
            "mult-vae hidden=600 code=200 activation=tanh dropout=.5 beta=.2 anneal-examples=10000000");
    return run(recipe, 20_108, 100_000, SampledSoftmax.OFF, 1);
  }

  /** Mult-DAE over half a million items, with sampled softmax. */
  public Figures sampled() {
    Recipe recipe =
        Recipes.parse(
            "mult-dae hidden=none code=128 activation=tanh code-activation=tanh dropout=.5");
    return run(recipe, 500_000, 50_000, new SampledSoftmax(8192, .5, .1), 3);
  }

  private Figures run(Recipe recipe, int items, int users, SampledSoftmax sampled, double skew) {
    TableStore tables = new TableStore(spark, folder);
    progress.accept("generating %,d histories over %,d items".formatted(users, items));
    try {
      write(tables, items, users, skew);
      Plan plan = new Plan(ROUNDS, ROUNDS, 1, BATCH, 1e-3, 0, sampled).with(eachEpoch());
      Training training = new Training(recipe, settings.with(plan), progress);
      training.run(TrainingRows.of(tables));
      String title =
          "Rounds of %s, %,d users x %,d items, batch %d"
              .formatted(recipe.name(), users, items, BATCH);
      return figures(title, training);
    } finally {
      tables.delete("training");
      tables.delete("items");
    }
  }

  private Averaging eachEpoch() {
    Averaging averaging = settings.plan().averaging();
    int given = averaging.workers();
    return new Averaging(
        given > 0 ? given : executors.getAsInt(), 1, averaging.compensation(), averaging.moments());
  }

  private Figures figures(String title, Training training) {
    Figures figures =
        new Figures(title)
            .put("workers", training.workers().orElseThrow())
            .put("arithmetic", training.arithmetic().orElseThrow());
    for (Round round : training.rounds()) {
      String name = "round " + round.number();
      Round.Seconds seconds = round.seconds();
      figures
          .put(name + ", seconds", seconds.round())
          .put(name + ", seconds predicted", predicted(round))
          .put(name + ", seconds of local steps", seconds.training())
          .put(name + ", seconds of sending", seconds.sending())
          .put(name + ", seconds of averaging", seconds.averaging())
          .put(name + ", MB down", round.bytesDown() / 1_000_000)
          .put(name + ", MB up", round.bytesUp() / 1_000_000)
          .put(name + ", share of all but local steps", 1 - seconds.training() / seconds.round());
    }
    return figures.put(
        "MiB of the driver at its peak", ProcessMemory.peakBytes() / (double) (1 << 20));
  }

  private static double predicted(Round round) {
    return round.predicted().map(cost -> cost.total()).orElse(Double.NaN);
  }

  private void write(TableStore tables, int items, int users, double skew) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    JavaRDD<Object[]> rows =
        context
            .parallelize(IntStream.range(0, users).boxed().toList())
            .map(user -> history(user, items, skew))
            .persist(StorageLevel.MEMORY_AND_DISK_SER());
    OrderedRows training = OrderedRows.counted(rows).readInBlocks();
    tables.write("training", training, Schemas.training(), "bench");
    rows.unpersist();
    JavaRDD<Object[]> named =
        context
            .parallelize(List.of(0))
            .flatMap(
                none ->
                    IntStream.range(0, items)
                        .mapToObj(item -> new Object[] {(long) item, item, null, 1L})
                        .iterator());
    OrderedRows table = new OrderedRows(named, List.of((long) items));
    tables.write("items", table, Schemas.items(DataTypes.LongType), "bench");
  }

  private static Object[] history(int user, int items, double skew) {
    SplitMix64 random = new SplitMix64(Seeds.derive(1, user));
    BitSet history = new BitSet();
    while (history.cardinality() < INTERACTIONS) {
      history.set((int) (items * StrictMath.pow(random.nextDouble(), skew)));
    }
    float[] weights = new float[INTERACTIONS];
    Arrays.fill(weights, 1);
    return new Object[] {user, history.stream().toArray(), weights, new long[INTERACTIONS]};
  }
}
