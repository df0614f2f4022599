package io.nocturne.spark.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.nocturne.nn.parameter.Block;
import io.nocturne.nn.parameter.BlockKind;
import io.nocturne.nn.parameter.BlockShape;
import io.nocturne.nn.parameter.Parameters;
import io.nocturne.nn.parameter.RowsOf;
import io.nocturne.spark.BroadcastParameters;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;

/**
 * The parameters of a model as a table: a row for each part of each block, numbered in the order of
 * the blocks. The shapes of the blocks are in {@code model.json}.
 */
final class ModelTable {
  /** Version of the format; docs/contributing.md has the version rule. */
  static final int FORMAT = 2;

  private ModelTable() {}

  /** A part of a block that has been sent: within the tasks it would be too large for messages. */
  private record Part(int number, String block, boolean isFloats, Broadcast<Object> array)
      implements Serializable {
    Object[] row() {
      Object value = array.value();
      return new Object[] {number, block, isFloats ? value : null, isFloats ? null : value};
    }
  }

  /**
   * Writes the table.
   *
   * @return its content hash
   */
  static String write(
      SparkSession spark, TableStore tables, Parameters parameters, String madeFrom) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    BroadcastParameters sent = new BroadcastParameters(context, parameters);
    try {
      ArrayList<Part> parts = new ArrayList<>();
      for (Block block : parameters.blocks()) {
        for (int p = 0; p < block.parts(); p++) {
          int number = parts.size();
          boolean isFloats = block instanceof Block.Floats;
          Broadcast<Object> array = sent.broadcasts().get(number);
          parts.add(new Part(number, block.shape().name(), isFloats, array));
        }
      }
      // numbers, and not the parts: Kryo, if it is the session's serializer, reads no records
      List<Integer> numbers = IntStream.range(0, parts.size()).boxed().toList();
      JavaRDD<Object[]> rows =
          context.parallelize(numbers, parts.size()).map(number -> parts.get(number).row());
      OrderedRows ordered = new OrderedRows(rows, Collections.nCopies(parts.size(), 1L));
      return tables.write(ModelStore.PARAMETERS, ordered, Schemas.parameters(), madeFrom).sha256();
    } finally {
      sent.destroy();
    }
  }

  /** Returns the shapes as stored in {@code model.json}. */
  static ArrayNode json(List<BlockShape> shapes) {
    ArrayNode blocks = Json.object().putArray("blocks");
    for (BlockShape shape : shapes) {
      blocks
          .addObject()
          .put("name", shape.name())
          .put("kind", shape.kind().name().toLowerCase(Locale.ROOT))
          .put("rows_of", shape.rowsOf().name().toLowerCase(Locale.ROOT))
          .put("rows", shape.rows())
          .put("width", shape.width());
    }
    return blocks;
  }

  private static BlockShape shape(JsonNode block) {
    return new BlockShape(
        block.path("name").asText(),
        BlockKind.valueOf(block.path("kind").asText().toUpperCase(Locale.ROOT)),
        RowsOf.valueOf(block.path("rows_of").asText().toUpperCase(Locale.ROOT)),
        block.path("rows").asInt(),
        block.path("width").asInt());
  }

  /**
   * Reads the table.
   *
   * @param shapes the blocks as {@link #json} has written them
   */
  static Parameters read(TableStore tables, JsonNode shapes) {
    Map<String, List<Object>> parts = new HashMap<>();
    tables
        .rows(ModelStore.PARAMETERS, "block", "floats", "integers")
        .forEach(
            part -> {
              Object array = part[1] == null ? part[2] : part[1];
              parts.computeIfAbsent((String) part[0], name -> new ArrayList<>()).add(array);
            });
    List<Block> blocks = new ArrayList<>();
    for (JsonNode json : shapes) {
      BlockShape shape = shape(json);
      List<Object> arrays = parts.getOrDefault(shape.name(), List.of());
      blocks.add(
          shape.kind() == BlockKind.INTEGERS
              ? new Block.Integers(shape, arrays.toArray(int[][]::new))
              : new Block.Floats(shape, arrays.toArray(float[][]::new)));
    }
    return new Parameters(blocks);
  }
}
