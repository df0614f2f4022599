package io.nocturne.jobs.settings;

import io.nocturne.config.Configuration;
import io.nocturne.config.ConfigurationException;
import io.nocturne.model.Recipe;
import io.nocturne.model.index.HnswSettings;
import io.nocturne.model.index.IndexChoice;
import io.nocturne.spark.log.file.DayFolders;
import io.nocturne.spark.log.file.LogSource;
import io.nocturne.spark.log.file.Role;
import io.nocturne.spark.serve.ListForm;
import io.nocturne.spark.serve.ListSettings;
import io.nocturne.spark.serve.ScoredBy;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The keys of {@code materialize}: how lists are written, and what is left out of them. */
public final class MaterializeKeys {
  /** The key of the table of items that may be recommended. */
  public static final String ALLOWED_ITEMS = "materialize.allowed-items";

  /** The key of the table of pairs that are never recommended. */
  public static final String BLOCKED = "materialize.blocked";

  /** The key of the table of users who get a list. */
  public static final String USERS = "materialize.users";

  private static final String MIN_SCORE = "materialize.min-score";
  private static final String FORM = "materialize.lists";
  private static final String ROWS_PER_FILE = "materialize.rows-per-file";

  private static final String SIMILAR_BY = "materialize.similar-by";
  private static final String RECOMMEND_BY = "materialize.recommend-by";

  private static final String INDEX = "materialize.index";
  private static final String M = "materialize.hnsw.m";
  private static final String EF_CONSTRUCTION = "materialize.hnsw.ef-construction";
  private static final String EF = "materialize.hnsw.ef";

  private static final List<String> TABLES = List.of(ALLOWED_ITEMS, BLOCKED, USERS);

  private final Configuration configuration;
  private final LocalDate date;

  MaterializeKeys(Configuration configuration, LocalDate date) {
    this.configuration = configuration;
    this.date = date;
  }

  /** The maximum length of a user's list. */
  public int topN() {
    return configuration.integer("materialize.top-n");
  }

  /** The maximum number of similar items, 0 for no such table. */
  public int similarItems() {
    return configuration.integer("materialize.similar-items");
  }

  /** Whether the item weights of a model that consists of them are written. */
  public boolean itemWeights() {
    return configuration.flag("materialize.item-weights");
  }

  /** How lists are written. */
  public ListSettings written() {
    return new ListSettings(
        configuration.choice(FORM, ListForm.class),
        configuration.integer(ROWS_PER_FILE),
        (float) configuration.numberOrNone(MIN_SCORE).orElse(Double.NEGATIVE_INFINITY));
  }

  /** What ranks similar items. */
  public ScoredBy similarBy() {
    return configuration.choice(SIMILAR_BY, ScoredBy.class);
  }

  /** What ranks the items of a user's list. */
  public ScoredBy recommendBy() {
    return configuration.choice(RECOMMEND_BY, ScoredBy.class);
  }

  /**
   * Checks that a recipe has codes if they are to rank items.
   *
   * @throws ConfigurationException if it has none
   */
  void require(Recipe recipe) {
    for (String key : List.of(SIMILAR_BY, RECOMMEND_BY)) {
      if (configuration.choice(key, ScoredBy.class) == ScoredBy.CODES && !recipe.hasCodes()) {
        throw new ConfigurationException(
            "Invalid %s: codes (expected model, as %s has no codes). Set it to model, or choose another train.recipe"
                .formatted(key, recipe.name()));
      }
    }
  }

  /** How the nearest codes of items are found. */
  public IndexChoice index() {
    return configuration.choice(INDEX, IndexChoice.class);
  }

  /** The parameters of an index. */
  public HnswSettings hnsw() {
    return new HnswSettings(
        configuration.integer(M),
        configuration.integer(EF_CONSTRUCTION),
        configuration.integer(EF));
  }

  /** The tables that restrict the lists, by key; those that are given. */
  public Map<String, LogSource> sources() {
    Map<String, LogSource> sources = new LinkedHashMap<>();
    for (String key : TABLES) {
      String path = DayFolders.of(configuration.text(key), date);
      if (!path.isEmpty()) {
        sources.put(key, source(key, path));
      }
    }
    return sources;
  }

  private LogSource source(String key, String path) {
    return LogSource.plain(
        "materialize.tables",
        key,
        path,
        Forms.of(
            configuration,
            "materialize.tables.format",
            "materialize.tables.encoding",
            "materialize.tables.delimiter",
            "materialize.tables.header"));
  }

  /** The column of user ids in these tables. */
  public Role user() {
    return ids("user", "materialize.tables.user");
  }

  /** The column of item ids in these tables. */
  public Role item() {
    return ids("item", "materialize.tables.item");
  }

  private Role ids(String name, String key) {
    return Role.required(name, configuration.text(key), List.of(name, name + "_id"), key);
  }

  /** Whether anything is left out of the lists, or anybody gets none. */
  public boolean isRestricted() {
    return !sources().isEmpty() || configuration.numberOrNone(MIN_SCORE).isPresent();
  }

  /**
   * What the lists depend on apart from their lengths, to be hashed. Empty where it is the default,
   * so that such lists have the stamp that they always had.
   */
  public String identity() {
    List<String> keys =
        List.of(
            ALLOWED_ITEMS,
            BLOCKED,
            USERS,
            MIN_SCORE,
            FORM,
            ROWS_PER_FILE,
            SIMILAR_BY,
            RECOMMEND_BY,
            INDEX,
            M,
            EF_CONSTRUCTION,
            EF);
    String identity = configuration.identity(keys);
    return identity.equals(Configuration.defaults().identity(keys)) ? "" : identity;
  }
}
