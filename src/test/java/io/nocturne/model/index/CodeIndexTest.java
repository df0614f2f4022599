package io.nocturne.model.index;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.math.ParallelLoop;
import io.nocturne.model.CodeDirections;
import io.nocturne.model.RankedList;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CodeIndexTest {
  private static final int COUNT = 2000;
  private static final int WIDTH = 16;
  private static final HnswSettings SETTINGS = new HnswSettings(8, 40, 60);

  private static float[] codes;
  private static CodeDirections directions;
  private static CodeIndex index;
  private static byte[] bytes;

  @BeforeAll
  static void build() throws IOException {
    codes = RandomCodes.of(1, COUNT, WIDTH);
    directions = CodeDirections.of(COUNT, WIDTH, codes);
    index = build(directions);
    bytes = bytes(index);
  }

  private static CodeIndex build(CodeDirections of) {
    return CodeIndex.build(of, SETTINGS, share -> {});
  }

  private static byte[] bytes(CodeIndex of) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    of.save(out);
    return out.toByteArray();
  }

  private static List<RankedList> similar(CodeSearch search, int k, int threads) {
    int[] items = IndexRecall.sample(search.count(), 300);
    try (ParallelLoop loop = new ParallelLoop(threads)) {
      return search.similar(items, k, loop);
    }
  }

  /** Last digits of a product may depend on how many rows it has. */
  private static void assertSame(List<RankedList> expected, List<RankedList> found) {
    for (int q = 0; q < expected.size(); q++) {
      assertArrayEquals(expected.get(q).items(), found.get(q).items());
      assertArrayEquals(expected.get(q).scores(), found.get(q).scores(), 1e-6f);
    }
  }

  private static double recall(CodeIndex of, CodeDirections among, int k) {
    return IndexRecall.of(similar(new ExactSearch(among), k, 1), similar(of, k, 2), k).value();
  }

  @Test
  void findsMostOfTheNearest() {
    double recall = recall(index, directions, 20);
    assertTrue(recall >= .95, "recall@20 " + recall);
    double fewer = recall(index.withEf(1), directions, 20);
    assertTrue(fewer < recall, "with fewer candidates " + fewer);
    try (ParallelLoop loop = new ParallelLoop(2)) {
      CodeSearch exact = new ExactSearch(directions);
      assertEquals(
          new IndexRecall(20, 300, recall), IndexRecall.measure(exact, index, 20, 300, loop));
    }
  }

  @Test
  void ranksByTheCosineWithoutTheItemItself() {
    RankedList list = similar(index, 20, 1).get(3);
    int item = IndexRecall.sample(COUNT, 300)[3];
    float[] code = Arrays.copyOfRange(codes, item * WIDTH, (item + 1) * WIDTH);
    RankedList withItself = index.nearest(code, 21);
    assertEquals(20, list.size());
    assertEquals(item, withItself.items()[0]);
    assertArrayEquals(Arrays.copyOfRange(withItself.items(), 1, 21), list.items());
    for (int rank = 1; rank < 20; rank++) {
      assertTrue(list.scores()[rank] <= list.scores()[rank - 1]);
    }
  }

  @Test
  void theSameCodesGiveTheSameBytesAndAnswersOnAnyThreads() throws Exception {
    assertArrayEquals(bytes, bytes(build(directions)));
    byte[][] ofOthers = new byte[3][];
    try (ParallelLoop loop = new ParallelLoop(3)) {
      loop.run(
          3,
          turn -> {
            try {
              ofOthers[turn] = bytes(build(directions));
            } catch (IOException e) {
              throw new IllegalStateException(e);
            }
          });
    }
    for (byte[] other : ofOthers) {
      assertArrayEquals(bytes, other, "threads, each with a generator of its own");
    }
    assertSame(similar(index, 20, 1), similar(index, 20, 3));
  }

  @Test
  void aStoredIndexAnswersAsTheOneThatWasBuilt() throws Exception {
    CodeIndex loaded = CodeIndex.load(new ByteArrayInputStream(bytes), directions);
    assertEquals(SETTINGS, loaded.settings());
    assertSame(similar(index, 20, 1), similar(loaded, 20, 1));
    assertArrayEquals(bytes, bytes(loaded));
  }

  private static String refusal(byte[] stored, CodeDirections of) {
    return assertThrows(
            UnusableIndexException.class,
            () -> CodeIndex.load(new ByteArrayInputStream(stored), of))
        .getMessage();
  }

  @Test
  void aDamagedIndexIsRefused() {
    assertEquals("it is not an index", refusal(new byte[0], directions));
    assertEquals(
        "it is not an index",
        refusal("PAR1, a table".getBytes(StandardCharsets.UTF_8), directions));
    for (int length : new int[] {9, 60, 100, bytes.length - 1}) {
      assertEquals("its checksum is wrong", refusal(Arrays.copyOf(bytes, length), directions));
    }
    for (int at : new int[] {13, 40, 90, bytes.length / 2, bytes.length - 1}) {
      byte[] damaged = bytes.clone();
      damaged[at] ^= 1;
      assertEquals("its checksum is wrong", refusal(damaged, directions), "byte " + at);
    }
  }

  @Test
  void anIndexOfAnotherFormatIsRefused() {
    byte[] newer = bytes.clone();
    newer[11] = 2;
    assertEquals("its format is 2 (expected 1)", refusal(newer, directions));
  }

  @Test
  void anIndexOfAnotherRunIsRefused() {
    float[] changed = codes.clone();
    changed[77] += 1;
    assertEquals(
        "it is of another run: its codes are not those of this one",
        refusal(bytes, CodeDirections.of(COUNT, WIDTH, changed)));
    assertEquals(
        "it is of another run, of 2,000 codes of width 16 (expected 1,000 of width 32)",
        refusal(bytes, CodeDirections.of(1000, 32, codes)));
  }

  /** The checksum does not tell who wrote the file. */
  @Test
  void aFileBringsNoObjectsOfOtherClasses() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    IndexFile.write(
        out,
        directions,
        SETTINGS,
        graph -> {
          try (ObjectOutputStream objects = new ObjectOutputStream(graph)) {
            objects.writeObject(new File("any"));
          }
        });
    String message = refusal(out.toByteArray(), directions);
    assertTrue(message.contains("java.io.File is no class of an index"), message);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 50})
  void fewCodesAreAnsweredExactly(int count) throws Exception {
    CodeDirections few = CodeDirections.of(count, WIDTH, Arrays.copyOf(codes, count * WIDTH));
    CodeIndex built = build(few);
    CodeIndex loaded = CodeIndex.load(new ByteArrayInputStream(bytes(built)), few);
    for (int k : new int[] {1, 60}) {
      assertSame(similar(new ExactSearch(few), k, 1), similar(loaded, k, 1));
    }
    assertEquals(Math.max(0, Math.min(60, count)), loaded.nearest(new float[WIDTH], 60).size());
    assertTrue(similar(loaded, 60, 1).stream().allMatch(list -> list.size() == count - 1));
  }

  @Test
  void moreThanThereAreIsAllOfThem() {
    RankedList all = index.nearest(Arrays.copyOf(codes, WIDTH), 3 * COUNT);
    Set<Integer> items = new HashSet<>();
    Arrays.stream(all.items()).forEach(items::add);
    assertEquals(COUNT, items.size());
  }

  /** More equal codes than a node has links: without a node for all of them, they are an island. */
  @Test
  void equalCodesAreFoundInTheOrderOfTheirIndices() throws Exception {
    float[] repeated = codes.clone();
    for (int item = 100; item < 140; item++) {
      System.arraycopy(codes, 100 * WIDTH, repeated, item * WIDTH, WIDTH);
    }
    for (int item = 1990; item < COUNT; item++) {
      for (int k = 0; k < WIDTH; k++) { // twice as long, the same direction
        repeated[item * WIDTH + k] = 2 * codes[500 * WIDTH + k];
      }
    }
    CodeDirections among = CodeDirections.of(COUNT, WIDTH, repeated);
    CodeIndex built = build(among);
    try (ParallelLoop loop = new ParallelLoop(1)) {
      RankedList list = built.similar(new int[] {120}, 30, loop).get(0);
      int[] expected = IntStream.range(100, 131).filter(item -> item != 120).toArray();
      assertArrayEquals(expected, list.items());
      list = built.similar(new int[] {1995}, 5, loop).get(0);
      assertArrayEquals(new int[] {500, 1990, 1991, 1992, 1993}, list.items());
    }
    assertTrue(recall(built, among, 50) >= .95);
    assertSame(
        similar(built, 50, 1),
        similar(CodeIndex.load(new ByteArrayInputStream(bytes(built)), among), 50, 1));
  }

  @Test
  void codesOfZerosAreAnsweredAsByTheExactSearch() {
    float[] some = codes.clone();
    Arrays.fill(some, 0, 5 * WIDTH, 0);
    CodeDirections among = CodeDirections.of(COUNT, WIDTH, some);
    CodeIndex built = build(among);
    try (ParallelLoop loop = new ParallelLoop(1)) {
      int[] items = {0, 4};
      List<RankedList> found = built.similar(items, 8, loop);
      assertSame(new ExactSearch(among).similar(items, 8, loop), found);
      assertArrayEquals(new int[] {0, 1, 2, 3, 5, 6, 7, 8}, found.get(1).items());
    }
    assertArrayEquals(new int[] {0, 1}, built.nearest(new float[WIDTH], 2).items());
    assertTrue(recall(built, among, 20) >= .95);
  }

  @Test
  void invalidQueriesAndSettingsAreRefused() {
    float[] code = new float[WIDTH];
    code[3] = Float.NaN;
    assertThrows(IllegalArgumentException.class, () -> index.nearest(code, 3));
    assertThrows(IllegalArgumentException.class, () -> index.nearest(new float[3], 3));
    assertThrows(IllegalArgumentException.class, () -> index.nearest(new float[WIDTH], 0));
    assertThrows(IllegalArgumentException.class, () -> new HnswSettings(1, 100, 100));
    assertThrows(IllegalArgumentException.class, () -> new HnswSettings(16, 0, 100));
    assertThrows(IllegalArgumentException.class, () -> new HnswSettings(16, 100, 0));
  }
}
