package io.nocturne.spark.log.id;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.nocturne.spark.log.IdColumns;
import io.nocturne.spark.log.LogCase;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdTypeTest {
  @TempDir Path folder;

  private LogCase json(String... lines) {
    LogCase log = new LogCase(folder);
    log.write("log.json", lines);
    log.path = folder + "/log.json";
    return log;
  }

  private LogCase parquet(String query) {
    LogCase log = new LogCase(folder);
    log.path = folder + "/log.parquet";
    log.session().sql(query).write().mode("overwrite").parquet(log.path);
    return log;
  }

  private static void assertIds(IdType users, IdType items, LogCase log) {
    IdColumns ids = log.read().survey().ids();
    assertEquals(users, ids.users().type(), "users");
    assertEquals(items, ids.items().type(), "items");
  }

  @Test
  void theTypeOfAColumn() {
    assertEquals(DataTypes.LongType, IdType.LONG.dataType());
    assertEquals(DataTypes.StringType, IdType.STRING.dataType());
    assertThrows(IllegalStateException.class, IdType.AUTO::dataType);
  }

  @Test
  void csvIdsAreLongWhenEachIsAnInteger() {
    assertIds(
        IdType.LONG,
        IdType.LONG,
        LogCase.csv(folder, "user,item", "0,-1", "9223372036854775807,-9223372036854775808"));
    assertIds(IdType.LONG, IdType.STRING, LogCase.csv(folder, "user,item", "7,1", "8,007"));
    for (String text :
        List.of("007", "9223372036854775808", "+1", "-0", "1.0", "1e3", " 1", "1 ", "0x1", "٣")) {
      LogCase.Read log = LogCase.csv(folder, "user,item", text + ",1", "2,2").read();
      assertEquals(IdType.STRING, log.survey().ids().users().type(), text);
      assertEquals(IdType.LONG, log.survey().ids().items().type(), text);
      assertEquals(text, log.rows().first().get(0));
    }
  }

  /** Rows that go to the quarantine anyway say nothing about the ids of the others. */
  @Test
  void missingIdsAndBrokenRowsLeaveTheTypeAlone() {
    LogCase log =
        LogCase.csv(folder, "user,item", "1,2", ",2", "\"\",2", "\"  \",2", "x,y,z", "3,4");
    assertIds(IdType.LONG, IdType.LONG, log);
    String missing = "user: missing";
    assertEquals(
        List.of("good", missing, missing, missing, "malformed row", "good"),
        log.column("coalesce(reason, 'good')"));
  }

  @Test
  void aNamedTypeIsHeldTo() {
    LogCase log = LogCase.csv(folder, "user,item", "1,2", "007,x", "9223372036854775808,3");
    log.userIds = IdType.STRING;
    log.itemIds = IdType.LONG;
    assertIds(IdType.STRING, IdType.LONG, log);
    assertEquals(
        List.of("1", "9223372036854775808"),
        log.column("user").stream().filter(Objects::nonNull).toList());
    assertEquals(
        List.of("good", "item: not an integer", "good"), log.column("coalesce(reason, 'good')"));
    log.userIds = IdType.LONG;
    assertEquals(
        List.of("good", "user: not an integer", "user: not an integer"),
        log.column("coalesce(reason, 'good')"));
  }

  @Test
  void jsonAndParquetIdsAreAsTheyAre() {
    assertIds(
        IdType.LONG,
        IdType.STRING,
        json("{\"user\":1,\"item\":\"7\"}", "{\"user\":2,\"item\":\"8\"}"));
    assertIds(IdType.STRING, IdType.LONG, parquet("select '1' as user, 2L as item"));
    for (String type : List.of("tinyint", "smallint", "int", "bigint")) {
      LogCase log = parquet("select cast(1 as " + type + ") as user, 'a' as item");
      assertIds(IdType.LONG, IdType.STRING, log);
      assertEquals(1L, log.rows("user").get(0).get(0));
    }
  }

  @Test
  void aNamedTypeConvertsThoseOfJsonAndParquet() {
    LogCase log = json("{\"user\":1,\"item\":\"7\"}", "{\"user\":2,\"item\":\"07\"}");
    log.userIds = IdType.STRING;
    log.itemIds = IdType.LONG;
    assertEquals(List.of("1 7", ""), log.column("concat_ws(' ', user, item)"));
    assertEquals(List.of("good", "item: not an integer"), log.column("coalesce(reason, 'good')"));
    LogCase parquet = parquet("select 1L as user, '7' as item");
    parquet.userIds = IdType.STRING;
    parquet.itemIds = IdType.LONG;
    assertEquals("1", parquet.rows("user").get(0).get(0));
    assertEquals(7L, parquet.rows("item").get(0).get(0));
  }
}
