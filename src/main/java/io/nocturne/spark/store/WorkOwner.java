package io.nocturne.spark.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;

/**
 * Which job works in a folder: the one that has started last. Nothing is locked, so a job that was
 * killed keeps nobody waiting; instead each job looks, before it goes on, whether another one has
 * started since.
 */
public final class WorkOwner {
  /** The file that says so. */
  public static final String FILE = "owner.json";

  private static final String ID = "id";

  private final FileStore files;
  private final Path file;
  private final String id;

  private WorkOwner(FileStore files, Path file, String id) {
    this.files = files;
    this.file = file;
    this.id = id;
  }

  /**
   * Takes a folder, whoever has had it.
   *
   * @param about what to tell of this job to the one that has had it
   */
  public static WorkOwner take(FileStore files, Path folder, ObjectNode about) {
    String id = FileStore.unique();
    Path file = new Path(folder, FILE);
    try {
      files.write(file, Json.pretty(about.deepCopy().put(ID, id)));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + file + ": " + e.getMessage(), e);
    }
    return new WorkOwner(files, file, id);
  }

  /**
   * What is known of the job that has taken the folder since; empty if none has, as far as the file
   * system will tell.
   */
  public Optional<String> takenBy() {
    try {
      ObjectNode now = Json.read(files, file, "");
      return now.path(ID).asText().equals(id)
          ? Optional.empty()
          : Optional.of(
              now.properties().stream()
                  .filter(field -> !field.getKey().equals(ID))
                  .map(field -> field.getKey() + " " + field.getValue().asText())
                  .collect(Collectors.joining(", ")));
    } catch (FileNotFoundException e) {
      return Optional.of("its folder was cleared");
    } catch (IOException | DamagedFileException e) {
      return Optional.empty(); // no other job is named
    }
  }
}
