package io.nocturne.spark.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.spark.UnusableDataException;
import io.nocturne.spark.log.file.ColumnNames;
import io.nocturne.spark.log.id.IdType;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InteractionLogTest {
  @TempDir Path folder;

  private static final String REASON = "reason";

  private static String text(Row row) {
    return row.toString();
  }

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

  private static String refusal(LogCase log) {
    return assertThrows(UnusableDataException.class, log::read).getMessage();
  }

  @Test
  void readsEveryColumn() {
    LogCase log = LogCase.csv(folder, "user,item,rating,timestamp", "1,a,4.5,1600000000");
    assertEquals(new PresentColumns(true, true, false), log.read().columns());
    assertEquals(
        List.of("[1,a,4.5,1600000000,null,null]"),
        log.rows("user", "item", "rating", "time", "order", REASON).stream()
            .map(InteractionLogTest::text)
            .toList());
    Row row = log.rows("user", "rating", "time").get(0);
    assertEquals(1L, row.get(0));
    assertEquals(4.5, row.get(1));
    assertEquals(1_600_000_000L, row.get(2));
  }

  @Test
  void columnsByName() {
    LogCase log = LogCase.csv(folder, "w,who,when,what,rating", "3,1,1600000000,2,x");
    log.columns = new ColumnNames("who", "what", "w", "when", "");
    assertEquals("[1,2,3.0,1600000000]", log.rows("user", "item", "rating", "time").get(0) + "");
    log.columns = new ColumnNames("who", "what", "", "", "");
    assertEquals(new PresentColumns(false, false, false), log.read().columns());
    assertEquals("[1,2,1.0,null]", log.rows("user", "item", "rating", "time").get(0) + "");
    log.columns = new ColumnNames("who", "wat", "", "", "");
    assertTrue(
        refusal(log)
            .startsWith(
                "Column not found: wat in "
                    + log.path
                    + ", which has [w, who, when, what, rating]; did you mean what?"),
        refusal(log));
  }

  @Test
  void anOrderIsTakenWhereThereIsNoTime() {
    LogCase log = LogCase.csv(folder, "user,item,order", "1,2,7", "1,3,x", "1,4,");
    assertEquals(new PresentColumns(false, false, true), log.read().columns());
    assertEquals(
        List.of("7", "order: not an integer", "order: not an integer"),
        log.column("coalesce(reason, cast(order as string))"));
    log.write("log.csv", "user,item,order,time", "1,2,7,1600000000");
    assertEquals(new PresentColumns(false, true, false), log.read().columns());
  }

  @Test
  void noHeaderAndATab() {
    LogCase log = LogCase.csv(folder, "1\t2\t3", "4\t5\t6");
    log.header = false;
    log.delimiter = "\t";
    log.columns = new ColumnNames("_c0", "_c1", "_c2", "", "");
    assertEquals(List.of("1 2 3.0", "4 5 6.0"), log.column("concat_ws(' ', user, item, rating)"));
  }

  @Test
  void columnsOfAnotherTypeAreRefused() {
    String refusal = refusal(parquet("select 1 as user, array(1) as item"));
    assertTrue(
        refusal.matches(
            "Wrong column type: the item of log.parquet/part-.*.parquet is list \\(expected a"
                + " string or an integer\\). Choose the column with input.columns.item, or write it"
                + " as a string or an integer"),
        refusal);
    assertTrue(refusal(parquet("select 1 as user, 1 as item, true as rating")).contains("rating"));
    assertTrue(refusal(parquet("select 1 as user, 1 as item, true as time")).contains("time"));
  }

  @Test
  void movieLensForm() {
    LogCase log = new LogCase(folder);
    log.write("ratings.dat", "1::1193::5::978300760", "2::661::3::978302109", "3::914");
    log.path = folder + "/ratings.dat";
    assertEquals(IdType.LONG, log.read().survey().ids().users().type());
    assertEquals(
        List.of("[1,1193,5.0,978300760,null]", "[2,661,3.0,978302109,null]"),
        log.rows("user", "item", "rating", "time", REASON).stream()
            .limit(2)
            .map(InteractionLogTest::text)
            .toList());
    assertEquals("[malformed row,3::914]", log.rows(REASON, "row").get(2).toString());
    log.write("ratings.dat", "1,1193,5,978300760");
    assertEquals(
        "Cannot read ratings.dat as movielens: its first row has 1 column(s), not"
            + " user::item::rating::timestamp. Set another format",
        refusal(log));
  }

  @Test
  void quotedFieldsMayHoldCommasAndQuotes() {
    LogCase log =
        LogCase.csv(
            folder,
            "user,item",
            "\"Doe, Jane\",\"say \"\"hi\"\"\"",
            "\"a b\",back\\slash",
            "\u00fc\u4f60\ud83d\ude00,'x'");
    assertEquals(List.of("Doe, Jane", "a b", "\u00fc\u4f60\ud83d\ude00"), log.column("user"));
    assertEquals(List.of("say \"hi\"", "back\\slash", "'x'"), log.column("item"));
    assertEquals(0, log.read().rows().filter("reason is not null").count());
  }

  @Test
  void aLongIdIsKeptWhole() {
    String id = "\u00e9x".repeat(150);
    assertEquals(List.of(id), LogCase.csv(folder, "user,item", id + ",1").column("user"));
  }

  @Test
  void theQuarantineHasTheRowAsItWas() {
    LogCase log =
        LogCase.csv(
            folder, "user,item,rating", "1,2,\"3,5\"", "1,2", "1,2,3,\"4, 5\"", "1,,x", "1,2,3");
    assertEquals(
        List.of("rating: not a number", "malformed row", "malformed row", "item: missing", "good"),
        log.column("coalesce(reason, 'good')"));
    List<String> rows = log.column("row");
    assertEquals("1,2,\"3,5\"", rows.get(0));
    assertEquals("1,2", rows.get(1));
    assertEquals("1,2,3,\"4, 5\"", rows.get(2));
    assertEquals("1,,x", rows.get(3));
    assertNull(rows.get(4));
    assertEquals("log.csv", log.column("source").get(0));
  }

  @Test
  void jsonLinesThatAreNoneAreKept() {
    LogCase log = json("{\"user\":1,\"item\":2}", "{\"user\":1,", "nonsense", "{\"item\":2}");
    assertEquals(
        List.of("good", "malformed row", "malformed row", "user: missing"),
        log.column("coalesce(reason, 'good')"));
    assertEquals(
        List.of("{\"user\":1,", "nonsense", "{\"item\":2}"), log.column("row").subList(1, 4));
  }

  @Test
  void ratings() {
    LogCase log =
        LogCase.csv(
            folder,
            "user,item,rating",
            "1,1,0.5",
            "1,2,0",
            "1,3,-2",
            "1,4,NaN",
            "1,5,Infinity",
            "1,6,-Infinity",
            "1,7,1e39",
            "1,8,",
            "1,9,good",
            "1,10,3.4028234e38");
    String notPositive = "rating: not positive (see prepare.min-rating, evaluate.rating-scale)";
    List<String> rest =
        List.of(
            "rating: NaN",
            "rating: infinite",
            "rating: infinite",
            "rating: infinite",
            "rating: missing",
            "rating: not a number",
            "3.4028234E38");
    List<String> found = log.column("coalesce(reason, cast(rating as string))");
    assertEquals(List.of("0.5", notPositive, notPositive), found.subList(0, 3));
    assertEquals(rest, found.subList(3, 10));
    log.allowNonPositive = true;
    found = log.column("coalesce(reason, cast(rating as string))");
    assertEquals(List.of("0.5", "0.0", "-2.0"), found.subList(0, 3));
    assertEquals(rest, found.subList(3, 10));
  }

  @Test
  void severalFilesAndGzip() {
    LogCase log = new LogCase(folder);
    log.write("in/a.csv.gz", "user,item", "1,2");
    log.write("in/b.csv", "user,item", "3,4", "5,6");
    log.path = folder + "/in";
    assertEquals(List.of("1", "3", "5"), log.column("user").stream().sorted().toList());
  }

  @Test
  void eachFileHasItsOwnHeader() {
    LogCase log = new LogCase(folder);
    log.write("in/a.csv", "user,item,rating", "1,2,3");
    log.write("in/b.csv", "Rating,ITEM,user", "6,5,4");
    log.path = folder + "/in";
    assertEquals(List.of("1 2 3.0", "4 5 6.0"), log.column("concat_ws(' ', user, item, rating)"));
  }
}
