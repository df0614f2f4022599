package io.nocturne.spark.train;

import io.nocturne.math.Activation;
import io.nocturne.math.Arithmetic;
import io.nocturne.math.SparseRows;
import io.nocturne.math.SparseRowsBuilder;
import io.nocturne.model.Validation;
import io.nocturne.nn.FlatParameters;
import io.nocturne.nn.Network;
import io.nocturne.nn.Plan;
import io.nocturne.nn.batch.Corruption;
import io.nocturne.nn.batch.SampledSoftmax;
import io.nocturne.nn.layer.Annealing;
import io.nocturne.nn.optim.Averaging;
import io.nocturne.nn.optim.Compensation;
import io.nocturne.nn.optim.Moments;
import io.nocturne.nn.parameter.ItemFrequencies;
import io.nocturne.research.faults.FaultPlugin;
import io.nocturne.research.faults.Faults;
import io.nocturne.spark.Rows;
import io.nocturne.spark.prepare.PrepareCase;
import io.nocturne.spark.prepare.Prepared;
import io.nocturne.spark.store.TableStore;
import io.nocturne.spark.train.checkpoint.Checkpoint;
import io.nocturne.spark.train.checkpoint.Checkpoints;
import io.nocturne.spark.train.checkpoint.TestCheckpoints;
import io.nocturne.spark.train.cluster.ClusterArithmetic;
import io.nocturne.spark.train.round.Round;
import io.nocturne.spark.train.rows.ItemCounts;
import io.nocturne.spark.train.rows.Shards;
import io.nocturne.spark.train.rows.TrainingRows;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;

/** Trains a small network with the trainer, on 60 users and 40 items. */
final class TrainerCase {
  static final int USERS = 60;
  static final int ITEMS = 40;
  static final long SEED = 42;

  /** Annealing ends within the first epochs. */
  static final Network VAE =
      Network.over(ITEMS)
          .corrupted(new Corruption(true, .3))
          .dense(12, Activation.TANH)
          .gaussianCode(5, new Annealing(.2, 150))
          .dense(12, Activation.TANH)
          .multinomial();

  /** With 24,340 parameters: two blocks if the limit of results is low. */
  static final Network WIDE = Network.over(ITEMS).dense(300, Activation.TANH).multinomial();

  /** With a vector per user and drawn targets. */
  static final Network USER_VECTORS =
      Network.over(ITEMS)
          .corrupted(new Corruption(false, .2))
          .users()
          .negatives(2)
          .dense(4, Activation.SIGMOID)
          .code()
          .logisticTargets();

  final List<String> messages = new ArrayList<>();
  final List<Round> figures = new ArrayList<>();
  private final Data data;
  private Network network = VAE;
  private Plan plan;
  private Faults faults = Faults.NONE;
  private TrainingSupport support =
      new TrainingSupport(
          Optional.empty(),
          Optional.empty(),
          OptionalInt.empty(),
          new FigureLog(figures),
          messages::add);

  /**
   * The input of trainings, made once for all cases of a test, as making it takes as long as a
   * training.
   *
   * @param histories the training rows in order
   */
  record Data(TableStore tables, Shards shards, ItemFrequencies frequencies, SparseRows histories) {
    static Data of(TableStore tables) {
      Shards shards = Shards.of(TrainingRows.of(tables));
      return new Data(tables, shards, ItemCounts.frequencies(shards), histories(tables));
    }

    private static SparseRows histories(TableStore tables) {
      SparseRowsBuilder builder = SparseRows.builder(ITEMS);
      for (Row row : tables.read("training").orderBy("row").collectAsList()) {
        builder.add(Rows.ints(row, "items"), Rows.floats(row, "weights"));
      }
      return builder.build();
    }
  }

  TrainerCase(Data data, Plan plan) {
    this.data = data;
    this.plan = plan;
  }

  /** The tables to train on. */
  static Prepared prepare(Path folder) {
    PrepareCase preparation = PrepareCase.random(folder, USERS, ITEMS, .2);
    preparation.binary = false;
    return preparation.run();
  }

  /** One worker, with a validation after each round. */
  static Plan alone(int epochs, int perRound) {
    return TestTraining.PLAN
        .withEpochs(epochs)
        .withEpochsPerValidation(perRound)
        .withPatience(99)
        .withWeightDecay(.02);
  }

  /** Rounds of one epoch. */
  static Plan of(int workers, int epochs, Compensation compensation, Moments moments) {
    return of(workers, epochs, 0, compensation, moments);
  }

  /** Rounds of one epoch, with some negatives for the sampled softmax; 0 for the full softmax. */
  static Plan of(
      int workers, int epochs, int negatives, Compensation compensation, Moments moments) {
    return new Plan(epochs, 1, 99, 16, .01, .02, new SampledSoftmax(negatives, .5, .5))
        .with(new Averaging(workers, 1, compensation, moments));
  }

  TrainerCase network(Network other) {
    network = other;
    return this;
  }

  TrainerCase validation(Validation validation) {
    support =
        new TrainingSupport(
            Optional.of(validation),
            support.checkpoints(),
            support.workersBefore(),
            support.log(),
            support.progress());
    return this;
  }

  TrainerCase failing(Faults with) {
    faults = with;
    return this;
  }

  TrainerCase keptIn(Path folder, Map<String, String> identity) {
    org.apache.hadoop.fs.Path at = TestCheckpoints.hadoop("file", folder);
    support = support.with(new Checkpoints(new Configuration(false), at, identity, messages::add));
    return this;
  }

  /** The last checkpoint, if there is one. */
  Optional<Checkpoint> checkpoint() {
    return support.checkpoints().flatMap(Checkpoints::latest);
  }

  float[] fit() {
    return fit(checkpoint());
  }

  /** Resumes from a checkpoint, if there is one. */
  float[] fit(Optional<Checkpoint> checkpoint) {
    TrainSettings settings = new TrainSettings(plan, 2, SEED);
    Arithmetic arithmetic = ClusterArithmetic.require(data.shards.spark()).arithmetic();
    WorkerCount.Found found = new WorkerCount.Found(settings, Optional.empty());
    Trainer trainer =
        new Trainer(network, found, arithmetic, support, data.shards, data.frequencies);
    return FlatParameters.of(
        FaultPlugin.during(
            faults, () -> trainer.run(new AtomicReference<>(checkpoint.orElse(null)))));
  }

  /** The expected result, trained without Spark. */
  TrainingByHand byHand() {
    return new TrainingByHand(network, plan, data.histories, data.frequencies);
  }
}
