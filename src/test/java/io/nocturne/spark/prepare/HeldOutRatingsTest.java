package io.nocturne.spark.prepare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the tables hold for who measures predicted ratings, and for models with training rows. */
class HeldOutRatingsTest {
  @TempDir Path folder;

  private PrepareCase given() {
    PrepareCase preparation =
        PrepareCase.csv(
            folder,
            "user,item,rating,timestamp",
            "1,a,5,1700000001",
            "1,b,3,1700000002",
            "2,b,2,1700000001",
            "2,c,4,1700000002");
    preparation.split = SplitKind.GIVEN;
    preparation.binary = false;
    Path test =
        preparation.log.write(
            "test.csv",
            "user,item,rating,timestamp",
            "0,x,1,1700000003",
            "0,y,5,1700000003",
            "0,y,2,1700000004",
            "1,c,4,1700000009",
            "1,x,2,1700000009",
            "2,a,1,1700000009",
            "3,c,2,1700000003", // before b, and after it by index
            "3,b,5,1700000004");
    preparation.given = new GivenSplit(test.toString(), "", "", "");
    return preparation;
  }

  private static List<String> evaluation(Prepared prepared) {
    return prepared.rows("evaluation", "row").stream()
        .map(
            row ->
                "%s %s %s %s %s %s"
                    .formatted(
                        row.getAs("row"),
                        row.getAs("user_id"),
                        row.getList(row.fieldIndex("held_out")),
                        row.getList(row.fieldIndex("held_out_weights")),
                        row.getList(row.fieldIndex("unknown_weights")),
                        row.getAs("trained_row")))
        .toList();
  }

  /** User 0 comes first by id, and last because no list can find anything for this user. */
  @Test
  void ratingsOfWhatIsHeldOut() {
    Prepared prepared = given().run();
    assertEquals(
        List.of(
            "0 1 [2] [4.0] [2.0] 0",
            "1 2 [0] [1.0] [] 1",
            "2 3 [1, 2] [5.0, 2.0] [] -1",
            "3 0 [] [] [1.0, 2.0] -1"),
        evaluation(prepared));
    assertEquals(3, prepared.figure("test_users"));
    assertEquals(1, prepared.figure("held_out_users_without_targets"));
    assertEquals(1, prepared.figure("held_out_users_of_unknown_items"));
    assertEquals(4, prepared.figure("interactions_with_unknown_items"));
  }

  @Test
  void whereNothingIsRatedOnlyThoseWhoCanBeRankedFor() {
    PrepareCase preparation = given();
    preparation.binary = true;
    assertEquals(
        List.of("0 1 [2] [1.0] [1.0] 0", "1 2 [0] [1.0] [] 1", "2 3 [1, 2] [1.0, 1.0] [] -1"),
        evaluation(preparation.run()));
  }

  /** Item c is held out wherever it is: the log has it, and the catalogue has not. */
  @Test
  void itemsThatNobodyIsTrainedOnAreUnknown() {
    PrepareCase preparation =
        PrepareCase.csv(
            folder,
            "user,item,rating,order",
            "1,a,5,1",
            "1,b,4,2",
            "1,c,3,3",
            "2,b,2,1",
            "2,a,1,2",
            "3,a,4,1",
            "3,b,2,2");
    preparation.split = SplitKind.LEAVE_LAST_OUT;
    preparation.binary = false;
    assertEquals(
        List.of("0 2 [0] [1.0] [] 1", "1 3 [1] [2.0] [] 2", "2 1 [] [] [3.0] 0"),
        evaluation(preparation.run()));
  }

  /** Also a validation part that is drawn from the training file of a given split. */
  @Test
  void trainedRowsAreThoseOfTheTableTraining() {
    PrepareCase preparation = PrepareCase.random(folder, 300, 30, .3);
    preparation.binary = false;
    preparation.split = SplitKind.STRONG;
    assertTrainedRows(preparation.run());
    List<String> held = new ArrayList<>(List.of("user,item,rating,timestamp"));
    for (int user = 0; user < 300; user += 7) {
      held.add("u%d,i%d,4,1790000000".formatted(user, user % 30));
      held.add("new%d,i%d,4,1790000000".formatted(user, user % 30));
    }
    String test = preparation.log.write("test.csv", held).toString();
    preparation.split = SplitKind.GIVEN;
    preparation.given = new GivenSplit(test, "", "", "", .2);
    Prepared prepared = preparation.run();
    assertTrainedRows(prepared);
    assertDrawn(prepared);
  }

  private static void assertTrainedRows(Prepared prepared) {
    Map<String, List<String>> known = prepared.itemsByUser("histories", "items");
    List<List<String>> training = prepared.training();
    Map<String, Integer> rows = new TreeMap<>();
    int next = 0;
    for (Row history : prepared.rows("histories", "row")) {
      int row = history.getAs("trained_row");
      assertEquals(history.<Boolean>getAs("trained") ? next++ : -1, row);
      rows.put(history.getAs("user_id"), row);
      if (row >= 0) {
        assertTrue(known.get(history.<String>getAs("user_id")).containsAll(training.get(row)));
      }
    }
    assertEquals(training.size(), next);
    assertTrue(next > 200 && next < rows.size(), "some are trained on, some are not: " + next);
    for (Row heldOut : prepared.rows("evaluation", "row")) {
      assertEquals(
          rows.get(heldOut.<String>getAs("user_id")), heldOut.<Integer>getAs("trained_row"));
    }
  }

  private static void assertDrawn(Prepared prepared) {
    Map<String, List<String>> drawn =
        prepared.itemsByUser("evaluation", "part = 'validation'", "held_out");
    Map<String, List<String>> left =
        prepared.itemsByUser("evaluation", "part = 'validation'", "items");
    Map<String, List<String>> known = prepared.itemsByUser("histories", "items");
    long count = 0;
    for (Map.Entry<String, List<String>> user : drawn.entrySet()) {
      List<String> both = new ArrayList<>(user.getValue());
      both.addAll(left.get(user.getKey()));
      List<String> all = known.get(user.getKey());
      assertEquals(all.stream().sorted().toList(), both.stream().sorted().toList());
      count += user.getValue().size();
    }
    double share = (double) count / prepared.figure("interactions");
    // binomial over some 2,700: a standard deviation of 0.008
    assertEquals(.2, share, .04);
    assertNotEquals(1, drawn.values().stream().map(List::size).distinct().count());
    assertEquals(prepared.figure("interactions"), prepared.figure("training_interactions") + count);
    // what a test user folds in is the whole file, the validation part included
    prepared
        .itemsByUser("evaluation", "part = 'test' and trained_row >= 0", "items")
        .forEach((user, items) -> assertEquals(known.get(user), items));
  }
}
