package io.nocturne.spark.train.checkpoint;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;

/** The stored checkpoints belong to another training; the message says what differs. */
public final class CheckpointMismatchException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * @param folder where the checkpoint is
   * @param now the identity of this training
   * @param then the identity of the checkpoint's training
   */
  CheckpointMismatchException(Path folder, Map<String, String> now, Map<String, String> then) {
    super(
        "The checkpoint %s belongs to another training: %s. Set train.resume = never to start over, or restore the settings and input it was made with"
            .formatted(folder, differences(now, then)));
  }

  private static String differences(Map<String, String> now, Map<String, String> then) {
    Set<String> names = new LinkedHashSet<>(now.keySet());
    names.addAll(then.keySet());
    return names.stream()
        .filter(name -> !Objects.equals(now.get(name), then.get(name)))
        .map(
            name ->
                "%s is %s but was %s".formatted(name, shown(now.get(name)), shown(then.get(name))))
        .collect(Collectors.joining("; "));
  }

  private static String shown(String value) {
    return value == null ? "not set" : value.isEmpty() ? "empty" : value;
  }
}
