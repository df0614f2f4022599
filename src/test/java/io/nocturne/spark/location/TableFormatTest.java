package io.nocturne.spark.location;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.spark.UnusableDataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TableFormatTest {
  @TempDir Path temp;

  private void check(String path) throws IOException {
    FileSystem local = FileSystem.getLocal(new Configuration()).getRaw();
    TableFormat.refuse(new org.apache.hadoop.fs.Path(temp + "/" + path), local);
  }

  @ParameterizedTest
  @CsvSource({
    "_delta_log/00000000000000000000.json,   Delta Lake,     delta",
    "metadata/v1.metadata.json,              Apache Iceberg, iceberg",
    "metadata/00000-0a1b2c3d.metadata.json,  Apache Iceberg, iceberg",
    ".hoodie/hoodie.properties,              Apache Hudi,    hudi",
  })
  void rejectsTablesWithATransactionLog(String file, String name, String reader)
      throws IOException {
    Files.createDirectories(temp.resolve("table/data/dt=2026-11-20"));
    Path log = temp.resolve("table").resolve(file);
    Files.createDirectories(log.getParent());
    Files.createFile(log);
    for (String given : new String[] {"table", "table/data", "table/data/dt=2026-11-20"}) {
      String message =
          assertThrows(UnusableDataException.class, () -> check(given), given).getMessage();
      assertTrue(message.contains("/table as plain files: it is a table of " + name), message);
      assertTrue(message.contains("format(\"" + reader + "\")"), message);
    }
    org.apache.hadoop.fs.Path trace = new org.apache.hadoop.fs.Path(log.toString());
    assertThrows(UnusableDataException.class, () -> TableFormat.refuseTrace(trace));
  }

  @Test
  void acceptsOtherFoldersOfTheseNames() throws IOException {
    Files.createDirectories(temp.resolve("log/metadata"));
    Files.createFile(temp.resolve("log/metadata/readme.json"));
    Files.createFile(temp.resolve("log/_delta_log"));
    Files.createFile(temp.resolve("log/part.csv"));
    assertDoesNotThrow(() -> check("log"));
    assertDoesNotThrow(() -> check("log/part.csv"));
    assertDoesNotThrow(
        () -> TableFormat.refuseTrace(new org.apache.hadoop.fs.Path("/log/metadata/a.json")));
  }
}
