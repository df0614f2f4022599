package io.nocturne.spark.store;

import io.nocturne.spark.location.FileSystems;
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
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.DelegateToFileSystem;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;

/**
 * The few file operations that runs need, on any Hadoop file system. It relies on replacing a file
 * in one step, by renaming on local disks and HDFS and by one PUT on object stores. It does not
 * rely on renaming a folder in one step.
 */
public final class FileStore {
  private static final Pattern TEMPORARY =
      Pattern.compile("\\..+-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  private final FileSystem fileSystem;
  private final Configuration hadoop;

  private FileStore(FileSystem fileSystem, Configuration hadoop) {
    this.fileSystem = fileSystem;
    this.hadoop = hadoop;
  }

  /** The file system that holds {@code path}. */
  public static FileStore of(Path path, Configuration hadoop) {
    FileSystem found = FileSystems.of(path, hadoop);
    // without the layer of .crc files, which a rename would leave behind or overtake
    FileSystem raw = found instanceof LocalFileSystem local ? local.getRawFileSystem() : found;
    return new FileStore(raw, hadoop);
  }

  /** The path with its scheme and the current folder, as a message should name it. */
  public Path qualify(Path path) {
    return fileSystem.makeQualified(path);
  }

  /** Whether a file or folder exists. */
  public boolean exists(Path path) throws IOException {
    return fileSystem.exists(path);
  }

  /** Whether a folder exists. */
  public boolean isFolder(Path path) throws IOException {
    return find(path).map(FileStatus::isDirectory).orElse(false);
  }

  /** Returns the status of a file or folder, if it exists. */
  public Optional<FileStatus> find(Path path) throws IOException {
    try {
      return Optional.of(fileSystem.getFileStatus(path));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
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
  public FSDataInputStream open(Path file) throws IOException {
    return fileSystem.open(file);
  }

  /** The size of a file in bytes. */
  long size(Path file) throws IOException {
    return fileSystem.getFileStatus(file).getLen();
  }

  /** Reads a small file completely. */
  public String read(Path file) throws IOException {
    try (InputStream in = fileSystem.open(file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /**
   * Writes a small file so that a reader sees either the complete old one or the complete new one.
   */
  public void write(Path file, String text) throws IOException {
    write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** Copies a file in one step, replacing an existing one. */
  void copy(Path from, Path to) throws IOException {
    write(
        to,
        out -> {
          try (InputStream in = fileSystem.open(from)) {
            in.transferTo(out);
          }
        });
  }

  /** Writes the content of a file. */
  interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /** Writes a file so that a reader sees either the complete old one or the complete new one. */
  void write(Path file, Content content) throws IOException {
    if (!renameReplaces()) {
      create(file, content); // on an object store it becomes visible when it is closed
      return;
    }
    Path temporary = temporary(file);
    try {
      create(temporary, content);
      replace(temporary, file);
    } catch (IOException e) {
      deleteIfPossible(temporary);
      throw e;
    }
  }

  private void create(Path file, Content content) throws IOException {
    try (OutputStream out = fileSystem.create(file, true)) {
      content.writeTo(out);
    }
  }

  /** Returns a unique name. */
  static String unique() {
    return UUID.randomUUID().toString();
  }

  /** Returns a unique visible name in the folder of {@code path}. */
  static Path incomplete(Path path) {
    return new Path(path.getParent(), path.getName() + "-incomplete-" + unique());
  }

  /** Returns a unique name in the folder of {@code path} that readers ignore. */
  public static Path temporary(Path path) {
    return new Path(path.getParent(), "." + path.getName() + "-" + unique());
  }

  private boolean isLocal() {
    return fileSystem.getUri().getScheme().equals("file");
  }

  /**
   * Whether a rename can replace a file in one step. Where FileContext only passes the rename on to
   * the FileSystem, as for object stores, it deletes the old file first.
   */
  private boolean renameReplaces() {
    String name = hadoop.get("fs.AbstractFileSystem." + fileSystem.getUri().getScheme() + ".impl");
    Class<?> found = name == null ? null : hadoop.getClassByNameOrNull(name);
    return isLocal() || found != null && !DelegateToFileSystem.class.isAssignableFrom(found);
  }

  /** Whether a path has a temporary name. */
  static boolean isTemporary(Path path) {
    return TEMPORARY.matcher(path.getName()).matches();
  }

  /** Renames a file over another one in one atomic step. */
  private void replace(Path from, Path to) throws IOException {
    if (isLocal()) {
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

  /** Renames a path to a name that must not exist. */
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

  /** Deletes a file, or a folder with its content, if it exists. */
  public void delete(Path path) throws IOException {
    if (!fileSystem.delete(path, true) && fileSystem.exists(path)) {
      throw new IOException("Cannot delete " + path);
    }
  }

  /** Deletes a path while cleaning up, where a failure must not hide the original one. */
  public boolean deleteIfPossible(Path path) {
    try {
      delete(path);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Deletes a folder unless there is something in it. */
  void deleteIfEmpty(Path folder) throws IOException {
    if (list(folder).isEmpty()) {
      fileSystem.delete(
          folder, false); // not recursively: another job may put something there meanwhile
    }
  }

  /** Marks a file as written at a time. */
  public void touch(Path file, long millis) throws IOException {
    fileSystem.setTimes(file, millis, -1);
  }
}
