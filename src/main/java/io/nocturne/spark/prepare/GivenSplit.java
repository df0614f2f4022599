package io.nocturne.spark.prepare;

import java.io.Serializable;
import java.util.Optional;

/**
 * The files of a given split. A fold-in that is empty stands for the users' training interactions.
 *
 * @param testHeldOut what test users should be recommended
 * @param testFoldIn what test users fold in
 * @param validationHeldOut likewise for validation
 * @param validationFoldIn likewise for validation
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

  /** The files alone: no share of the training interactions is held out. */
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
