package io.nocturne.spark.store;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;

/** The few file operations that runs need, on any file system of Hadoop's. */
public final class FileStore {
  private final FileSystem fileSystem;
  private final Configuration hadoop;

  private FileStore(FileSystem fileSystem, Configuration hadoop) {
    this.fileSystem = fileSystem;
    this.hadoop = hadoop;
  }

  /** The file system that holds {@code path}. */
  public static FileStore of(Path path, Configuration hadoop) throws IOException {
    FileSystem found = path.getFileSystem(hadoop);
    // without the layer of .crc files, which a rename would leave behind or overtake
    FileSystem raw = found instanceof LocalFileSystem local ? local.getRawFileSystem() : found;
    return new FileStore(raw, hadoop);
  }

  /** The path with its scheme and the current folder, as a message should name it. */
  public Path qualify(Path path) {
    return fileSystem.makeQualified(path);
  }

  /** Whether a file or folder is there. */
  public boolean exists(Path path) throws IOException {
    return fileSystem.exists(path);
  }

  /** The entries of a folder by name; none when there is no such folder. */
  public List<FileStatus> list(Path folder) throws IOException {
    try {
      List<FileStatus> entries = new ArrayList<>(Arrays.asList(fileSystem.listStatus(folder)));
      entries.sort((a, b) -> a.getPath().getName().compareTo(b.getPath().getName()));
      return entries;
    } catch (FileNotFoundException e) {
      return List.of();
    }
  }

  /** Opens a file for reading. */
  public InputStream open(Path file) throws IOException {
    return fileSystem.open(file);
  }

  /** A small file, whole. */
  public String read(Path file) throws IOException {
    try (InputStream in = fileSystem.open(file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Writes a small file so that a reader sees the old one or the new one, whole. */
  public void write(Path file, String text) throws IOException {
    Path temporary = temporary(file);
    try (OutputStream out = fileSystem.create(temporary, true)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    replace(temporary, file);
  }

  /** A visible name beside {@code path} that nobody else uses. */
  static Path incomplete(Path path) {
    return new Path(path.getParent(), path.getName() + "-incomplete-" + UUID.randomUUID());
  }

  /** A name beside {@code path} that no reader looks at and nobody else uses. */
  public static Path temporary(Path path) {
    return new Path(path.getParent(), "." + path.getName() + "-" + UUID.randomUUID());
  }

  /** Renames a file over another one in one atomic step. */
  private void replace(Path from, Path to) throws IOException {
    if (fileSystem.getUri().getScheme().equals("file")) {
      Files.move(
          java.nio.file.Path.of(fileSystem.makeQualified(from).toUri()),
          java.nio.file.Path.of(fileSystem.makeQualified(to).toUri()),
          StandardCopyOption.ATOMIC_MOVE);
    } else {
      FileContext.getFileContext(fileSystem.getUri(), hadoop)
          .rename(
              fileSystem.makeQualified(from),
              fileSystem.makeQualified(to),
              Options.Rename.OVERWRITE);
    }
  }

  /** Renames to a name that must be free. */
  public void rename(Path from, Path to) throws IOException {
    if (fileSystem.exists(to) || !fileSystem.rename(from, to)) {
      throw new IOException("Cannot rename " + from + " to " + to);
    }
  }

  /** Makes a folder and those above it. */
  public void makeFolder(Path folder) throws IOException {
    if (!fileSystem.mkdirs(folder)) {
      throw new IOException("Cannot make the folder " + folder);
    }
  }

  /** Deletes a file or a folder with all in it, if it is there. */
  public void delete(Path path) throws IOException {
    if (!fileSystem.delete(path, true) && fileSystem.exists(path)) {
      throw new IOException("Cannot delete " + path);
    }
  }

  /** Marks a file as written now. */
  public void touch(Path file, long millis) throws IOException {
    fileSystem.setTimes(file, millis, -1);
  }
}
