package io.nocturne.spark.serve;

import io.nocturne.model.RankedList;
import io.nocturne.spark.store.Schemas;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/** How the tables recommendations and similar_items hold their lists. */
public enum ListForm {
  /** A row for each list, with an array of items. */
  NESTED {
    @Override
    StructType recommendations(DataType userId, DataType itemId) {
      return Schemas.recommendations(userId, itemId);
    }

    @Override
    StructType similarItems(DataType itemId) {
      return Schemas.similarItems(itemId);
    }

    @Override
    List<Object[]> rows(SubjectList of, Object[] itemIds) {
      RankedList list = of.list();
      Object[][] scored = new Object[list.size()][];
      for (int k = 0; k < scored.length; k++) {
        scored[k] = new Object[] {itemIds[list.items()[k]], list.scores()[k]};
      }
      return List.<Object[]>of(of.row((Object) scored));
    }

    @Override
    int listsPerFile(int rowsPerFile, int longest) {
      return rowsPerFile;
    }
  },

  /** A row for each item of a list, with its rank from 1 on; an empty list has no row. */
  LONG {
    @Override
    StructType recommendations(DataType userId, DataType itemId) {
      return Schemas.longRecommendations(userId, itemId);
    }

    @Override
    StructType similarItems(DataType itemId) {
      return Schemas.longSimilarItems(itemId);
    }

    @Override
    List<Object[]> rows(SubjectList of, Object[] itemIds) {
      RankedList list = of.list();
      List<Object[]> rows = new ArrayList<>();
      for (int k = 0; k < list.size(); k++) {
        rows.add(of.row(k + 1, itemIds[list.items()[k]], list.scores()[k]));
      }
      return rows;
    }

    @Override
    int listsPerFile(int rowsPerFile, int longest) {
      return Math.max(1, rowsPerFile / longest);
    }
  };

  private static final String RANK = "rank";

  /** The form of a table of lists, by its columns. */
  static ListForm of(StructType table) {
    return List.of(table.fieldNames()).contains(RANK) ? LONG : NESTED;
  }

  /** The columns of the table recommendations. */
  abstract StructType recommendations(DataType userId, DataType itemId);

  /** The columns of the table similar_items. */
  abstract StructType similarItems(DataType itemId);

  /**
   * The rows of a list.
   *
   * @param itemIds the ids by the items' indices
   */
  abstract List<Object[]> rows(SubjectList list, Object[] itemIds);

  /**
   * The number of lists in a file, however short they turn out.
   *
   * @param longest the maximum number of items in a list
   */
  abstract int listsPerFile(int rowsPerFile, int longest);
}
