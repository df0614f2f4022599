package io.nocturne.spark.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What is in a folder, told without any of the program's own code. */
public final class Trees {
  private Trees() {}

  /** SHA-256 of every file by its path below the folder. */
  public static SortedMap<String, String> hashes(Path folder) throws IOException {
    SortedMap<String, String> hashes = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        hashes.put(folder.relativize(file).toString(), sha256(Files.readAllBytes(file)));
      }
    }
    return hashes;
  }

  /** A table's content hash: SHA-256 over the hex SHA-256 of each Parquet file, line by line. */
  public static String contentHash(Path table) throws IOException {
    List<String> lines = new ArrayList<>();
    for (Path part : parts(table)) {
      lines.add(sha256(Files.readAllBytes(part)));
    }
    return sha256(String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
  }

  /** The Parquet files of a table by name. */
  public static List<Path> parts(Path table) throws IOException {
    try (Stream<Path> files = Files.list(table)) {
      return files.filter(file -> file.toString().endsWith(".parquet")).sorted().toList();
    }
  }

  /** Copies a folder with all that is in it to a place where there is nothing yet. */
  public static void copy(Path from, Path to) throws IOException {
    for (Path file : sorted(from, Comparator.naturalOrder())) {
      Files.copy(file, to.resolve(from.relativize(file).toString()));
    }
  }

  /** Deletes a folder, if it is there, with all that is in it. */
  public static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      for (Path file : sorted(folder, Comparator.reverseOrder())) {
        Files.delete(file);
      }
    }
  }

  private static List<Path> sorted(Path folder, Comparator<Path> order) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.sorted(order).toList();
    }
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
