package io.nocturne.spark.prepare;

import java.io.Serializable;
import java.util.Optional;

/**
 * The files of a given split. An empty fold-in stands for the users' training interactions.
 *
 * @param testHeldOut the interactions held out for test users
 * @param testFoldIn the interactions that test users fold in
 * @param validationHeldOut the interactions held out for validation users
 * @param validationFoldIn the interactions that validation users fold in
 * @param validationShare the share of the training interactions that is held out for validation,
 *     where no file is; 0 for none
 */
public record GivenSplit(
    String testHeldOut,
    String testFoldIn,
    String validationHeldOut,
    String validationFoldIn,
    double validationShare)
    implements Serializable {

  /** Creates a split by files alone, without a share of the training interactions. */
  public GivenSplit(
      String testHeldOut, String testFoldIn, String validationHeldOut, String validationFoldIn) {
    this(testHeldOut, testFoldIn, validationHeldOut, validationFoldIn, 0);
  }

  /** The file of one part, if there is one. */
  Optional<String> file(Part part) {
    String path =
        switch (part) {
          case LOG -> "";
          case VALIDATION_FOLD_IN -> validationFoldIn;
          case VALIDATION_HELD_OUT -> validationHeldOut;
          case TEST_FOLD_IN -> testFoldIn;
          case TEST_HELD_OUT -> testHeldOut;
        };
    return path.isEmpty() ? Optional.empty() : Optional.of(path);
  }
}
