package io.nocturne.spark.log.id;

import java.io.Serializable;

/**
 * The type of the ids of a column, once decided.
 *
 * @param type long or string
 * @param wholeNumbers whether floating point numbers without a fraction stand for integers
 */
public record IdColumn(IdType type, boolean wholeNumbers) implements Serializable {
  /**
   * Up to this share of ids of another kind counts as mistakes in those rows, which are then bad;
   * with more the column is of another kind.
   */
  public static final double FEW = .05;

  /**
   * Decides the type of the ids of a column.
   *
   * @param wanted the type in the settings
   * @param kinds the number of ids by {@link Id.Kind}, without those of bad rows
   */
  public static IdColumn decide(IdType wanted, long[] kinds) {
    if (wanted != IdType.AUTO) {
      return new IdColumn(wanted, true);
    }
    long texts = kinds[Id.Kind.TEXT.ordinal()] + kinds[Id.Kind.TEXT_OF_INTEGER.ordinal()];
    long wholeNumbers = kinds[Id.Kind.WHOLE_NUMBER.ordinal()];
    long all = kinds[Id.Kind.INTEGER.ordinal()] + wholeNumbers + texts;
    IdType type = texts > FEW * all ? IdType.STRING : IdType.LONG;
    return new IdColumn(type, type == IdType.LONG && wholeNumbers > FEW * all);
  }
}
