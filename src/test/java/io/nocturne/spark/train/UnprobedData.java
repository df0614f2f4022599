package io.nocturne.spark.train;

import io.nocturne.model.Descent;
import io.nocturne.model.RowProducts;
import io.nocturne.model.Side;
import io.nocturne.model.TrainingData;
import io.nocturne.nn.Network;
import io.nocturne.nn.Plan;
import io.nocturne.nn.parameter.Parameters;
import io.nocturne.spark.train.cluster.ClusterArithmetic;
import io.nocturne.spark.train.rows.ItemCounts;
import io.nocturne.spark.train.rows.ItemRows;
import io.nocturne.spark.train.rows.Shards;
import io.nocturne.spark.train.rows.TrainingRows;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * The training rows for several workers, without probing the costs of a round: this takes longer
 * than a small training, and does not change the model.
 */
final class UnprobedData implements TrainingData, AutoCloseable {
  private final TrainingRows training;
  private final TrainSettings settings;
  private final TrainingSupport support;
  private final ClusterData data;

  UnprobedData(TrainingRows training, String recipe, Plan plan) {
    List<String> messages = new ArrayList<>();
    this.training = training;
    this.settings = new TrainSettings(plan, 1, 42);
    this.support =
        new TrainingSupport(
            Optional.empty(),
            Optional.empty(),
            OptionalInt.empty(),
            new FigureLog(new ArrayList<>()),
            messages::add);
    this.data = new ClusterData(training, recipe, false, settings, support);
  }

  @Override
  public Parameters descend(Descent descent) {
    Network network = descent.network();
    Shards shards =
        descent.side() == Side.USERS
            ? Shards.of(training)
            : Shards.of(ItemRows.of(training), users(), items());
    Trainer trainer =
        new Trainer(
            network,
            new WorkerCount.Found(settings, Optional.empty()),
            ClusterArithmetic.require(shards.spark()).arithmetic(),
            support.finishing(descent.finish()),
            shards,
            ItemCounts.frequencies(shards));
    return descent.finish().apply(trainer.run(new AtomicReference<>()));
  }

  @Override
  public int items() {
    return data.items();
  }

  @Override
  public float[] itemSums() {
    return data.itemSums();
  }

  @Override
  public float[] itemCounts() {
    return data.itemCounts();
  }

  @Override
  public RowProducts products() {
    return data.products();
  }

  @Override
  public int users() {
    return data.users();
  }

  @Override
  public float[] codes(Side side, Network network, Parameters parameters) {
    return data.codes(side, network, parameters);
  }

  @Override
  public Parameters initial(Network network) {
    return data.initial(network);
  }

  @Override
  public int threads() {
    return data.threads();
  }

  @Override
  public Consumer<String> progress() {
    return data.progress();
  }

  @Override
  public void requireMemory(long bytes, String remedy) {
    data.requireMemory(bytes, remedy);
  }

  @Override
  public void close() {
    data.close();
  }
}
