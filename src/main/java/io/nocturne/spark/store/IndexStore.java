package io.nocturne.spark.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nocturne.model.CodeDirections;
import io.nocturne.model.index.CodeIndex;
import io.nocturne.model.index.UnusableIndexException;
import io.nocturne.spark.UnusableDataException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.DigestOutputStream;
import java.util.HexFormat;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/**
 * Keeps the index of a run's item codes: {@code index/hnsw.bin}, and {@code index/hnsw.json} with
 * its settings, its recall and the hash of the file. The json is written last and deleted first: so
 * an index is either complete or absent.
 */
public final class IndexStore {
  /** The folder in a run. */
  public static final String FOLDER = "index";

  private static final String REMEDY = "Run materialize for its date again";

  private final FileStore files;
  private final Configuration hadoop;
  private final Path file;
  private final Path about;

  /**
   * @param run the folder of the run
   */
  public IndexStore(SparkSession spark, Path run) {
    this(spark.sparkContext().hadoopConfiguration(), run);
  }

  /**
   * @param run the folder of the run
   */
  public IndexStore(Configuration hadoop, Path run) {
    this.hadoop = hadoop;
    this.files = FileStore.of(run, hadoop);
    this.file = new Path(run, FOLDER + "/hnsw.bin");
    this.about = new Path(run, FOLDER + "/hnsw.json");
  }

  /** Deletes the stored index, if there is one. */
  public void delete() {
    try {
      files.delete(about);
      files.delete(about.getParent());
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot delete " + about.getParent(), e);
    }
  }

  /**
   * Stores an index, replacing the previous one.
   *
   * @param figures what is known of it, such as its recall
   * @param madeFrom the content hash of the table item_codes
   */
  public void save(CodeIndex index, ObjectNode figures, String madeFrom) {
    delete();
    try {
      files.makeFolder(about.getParent());
      ObjectNode json = Json.object();
      json.put("format", CodeIndex.FORMAT);
      json.put("sha256", write(index));
      json.put("bytes", files.size(file));
      json.put("made_from", madeFrom);
      json.setAll(figures);
      files.write(about, Json.pretty(json));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + file, e);
    }
  }

  private String write(CodeIndex index) throws IOException {
    String[] hash = new String[1];
    files.write(
        file,
        out -> {
          DigestOutputStream hashed = new DigestOutputStream(out, ContentHash.sha256());
          index.save(hashed);
          hash[0] = HexFormat.of().formatHex(hashed.getMessageDigest().digest());
        });
    return hash[0];
  }

  /**
   * What is known of the stored index; empty if none is stored.
   *
   * @throws DamagedFileException if it cannot be read
   */
  public Optional<JsonNode> find() {
    try {
      return Optional.of(Json.read(files, about, REMEDY));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + about, e);
    }
  }

  /**
   * Checks that the stored index, if there is one, is whole and of these codes.
   *
   * @param madeFrom the content hash of the table item_codes
   * @throws UnusableDataException if it is not
   */
  public void verify(String madeFrom) {
    Optional<JsonNode> json = find();
    if (json.isEmpty()) {
      return;
    }
    if (!json.get().path("made_from").asText().equals(madeFrom)) {
      throw unusable("it is of another run: its codes are not those of this one", null);
    }
    try {
      String found = ContentHash.ofFile(file, hadoop);
      String expected = json.get().path("sha256").asText();
      if (!found.equals(expected)) {
        throw new DamagedFileException(
            file, "content hash %s (expected %s)".formatted(found, expected), REMEDY, null);
      }
    } catch (FileNotFoundException e) {
      throw new DamagedFileException(file, "it is missing", REMEDY, e);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file, e);
    }
  }

  /**
   * Reads the stored index.
   *
   * @param directions those of the run's item codes
   * @throws UnusableDataException if there is none, or it is damaged, or of other codes or another
   *     format
   */
  public CodeIndex load(CodeDirections directions) {
    try (InputStream in = files.open(file)) {
      return CodeIndex.load(in, directions);
    } catch (UnusableIndexException e) {
      throw unusable(e.getMessage(), e);
    } catch (FileNotFoundException e) {
      throw new UnusableDataException(
          "Cannot find the index %s. Run materialize for its date with materialize.index = hnsw"
              .formatted(file),
          e);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file, e);
    }
  }

  private UnusableDataException unusable(String why, Throwable cause) {
    return new UnusableDataException(
        "Cannot use the index %s: %s. %s".formatted(file, why, REMEDY), cause);
  }
}
