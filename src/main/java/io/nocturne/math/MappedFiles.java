package io.nocturne.math;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Lists the files mapped into this process, such as shared libraries, as Linux reports them. */
final class MappedFiles {
  private static final Path MAPS = Path.of("/proc/self/maps");

  private MappedFiles() {}

  /** The current list; empty if there is none, as on systems other than Linux. */
  static Set<Path> ofThisProcess() throws IOException {
    if (!Files.isReadable(MAPS)) {
      return Set.of();
    }
    try (Stream<String> lines = Files.lines(MAPS)) {
      return lines
          .map(line -> line.split(" +", 6)) // addresses, permissions, offset, device, inode, path
          .filter(words -> words.length == 6 && words[5].startsWith("/"))
          .map(words -> Path.of(words[5]))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }
}
