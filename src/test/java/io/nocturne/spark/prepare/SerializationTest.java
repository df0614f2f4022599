package io.nocturne.spark.prepare;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.model.History;
import java.util.Arrays;
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
    History[] parts = new History[Part.values().length];
    Arrays.fill(parts, HISTORY);
    for (Object id : List.of("a", 7L)) {
      UserLog log = new UserLog(id, 5, new int[] {1, 3}, parts, new boolean[5], 4, new float[5][0]);
      HeldOut heldOut = new HeldOut(History.EMPTY, HISTORY);
      UserSplit split = new UserSplit(log, true, log.seen(), HISTORY, History.EMPTY, null, heldOut);
      SparkConf conf = new SparkConf();
      for (Serializer serializer : List.of(new JavaSerializer(conf), new KryoSerializer(conf))) {
        UserSplit copy = copy(split, serializer);
        assertEquals(id, copy.userId());
        assertEquals(5, copy.user());
        assertEquals(4, copy.unknown());
        assertArrayEquals(new int[] {1, 3}, copy.seen());
        assertArrayEquals(HISTORY.items(), copy.known().items());
        assertArrayEquals(HISTORY.weights(), copy.known().weights());
        assertArrayEquals(HISTORY.times(), copy.known().times());
        assertTrue(copy.isKept());
        assertTrue(copy.training().isEmpty());
        assertNull(copy.validation());
        assertTrue(copy.test().foldIn().isEmpty());
        assertArrayEquals(HISTORY.items(), copy.test().targets().items());
      }
    }
  }
}
