package io.nocturne.spark.prepare;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.model.History;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.serializer.JavaSerializer;
import org.apache.spark.serializer.KryoSerializer;
import org.apache.spark.serializer.Serializer;
import org.apache.spark.serializer.SerializerInstance;
import org.junit.jupiter.api.Test;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/** What is kept between two stages may be sent or spilled, by either of Spark's serializers. */
class SerializationTest {
  private static final History HISTORY =
      new History(new int[] {3, 1}, new float[] {1, .5f}, new long[] {7, 9});

  private static UserSplit copy(UserSplit split, Serializer serializer) {
    ClassTag<UserSplit> tag = ClassTag$.MODULE$.apply(UserSplit.class);
    SerializerInstance instance = serializer.newInstance();
    return instance.deserialize(instance.serialize(split, tag), tag);
  }

  @Test
  void aUserSplitComesBackWhole() {
    for (Object id : List.of("a", 7L)) {
      HeldOut heldOut = new HeldOut(History.EMPTY, HISTORY, new float[] {2}, 3);
      UserSplit split =
          new UserSplit(
              new UserFacts(id, 9, 4, true, false),
              true,
              new int[] {1, 3},
              HISTORY,
              Sides.of(History.EMPTY, null, heldOut));
      SparkConf conf = new SparkConf();
      for (Serializer serializer : List.of(new JavaSerializer(conf), new KryoSerializer(conf))) {
        UserSplit copy = copy(split, serializer);
        assertEquals(id, copy.userId());
        assertEquals(4, copy.facts().unknownRows());
        assertTrue(copy.facts().isCut() && !copy.facts().isTied());
        assertArrayEquals(new int[] {1, 3}, copy.seen());
        assertArrayEquals(HISTORY.items(), copy.known().items());
        assertArrayEquals(HISTORY.weights(), copy.known().weights());
        assertArrayEquals(HISTORY.times(), copy.known().times());
        assertTrue(copy.isKept());
        assertTrue(copy.training().isEmpty());
        assertNull(copy.validation());
        assertTrue(copy.test().foldIn().isEmpty());
        assertArrayEquals(HISTORY.items(), copy.test().targets().items());
        assertArrayEquals(new float[] {2}, copy.test().unknownWeights());
        assertEquals(3, copy.test().alreadyKnown());
      }
    }
  }
}
