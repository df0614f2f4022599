package io.nocturne.spark.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.apache.parquet.column.Dictionary;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;

/** Turns what Parquet reads, value by value, into the values of {@link ParquetRows}. */
final class ValueConverters {
  private ValueConverters() {}

  /** The converter of a struct, or of a whole row, to an array with null for what is absent. */
  static GroupConverter struct(GroupType type, Consumer<Object> to) {
    return new Struct(type, to);
  }

  private static Converter of(Type type, Consumer<Object> to) {
    if (type.isPrimitive()) {
      return scalar(type.asPrimitiveType().getPrimitiveTypeName(), to);
    }
    boolean isList = LogicalTypeAnnotation.listType().equals(type.getLogicalTypeAnnotation());
    return isList ? list(type.asGroupType(), to) : struct(type.asGroupType(), to);
  }

  private static Converter scalar(PrimitiveTypeName type, Consumer<Object> to) {
    return type == PrimitiveTypeName.BINARY ? new Text(to) : new Scalar(to);
  }

  /** A list is a group with one repeated group, which has one field: the element. */
  private static Converter list(GroupType list, Consumer<Object> to) {
    Type element = list.getType(0).asGroupType().getType(0);
    if (element.isPrimitive() && element.isRepetition(Type.Repetition.REQUIRED)) {
      switch (element.asPrimitiveType().getPrimitiveTypeName()) {
        case INT32:
          Ints ints = new Ints();
          return new ListConverter(ints, ints::clear, () -> to.accept(ints.toArray()));
        case INT64:
          Longs longs = new Longs();
          return new ListConverter(longs, longs::clear, () -> to.accept(longs.toArray()));
        case FLOAT:
          Floats floats = new Floats();
          return new ListConverter(floats, floats::clear, () -> to.accept(floats.toArray()));
        default: // below
      }
    }
    if (element.isRepetition(Type.Repetition.OPTIONAL)) {
      throw new IllegalArgumentException("Unexpected list that may have nulls: " + list);
    }
    List<Object> values = new ArrayList<>();
    Converter each = of(element, values::add);
    return new ListConverter(each, values::clear, () -> to.accept(values.toArray()));
  }

  private static final class Struct extends GroupConverter {
    private final Converter[] fields;
    private final Consumer<Object> to;
    private Object[] values;

    Struct(GroupType type, Consumer<Object> to) {
      this.to = to;
      this.fields = new Converter[type.getFieldCount()];
      for (int f = 0; f < fields.length; f++) {
        int field = f;
        fields[f] = of(type.getType(f), value -> values[field] = value);
      }
    }

    @Override
    public Converter getConverter(int field) {
      return fields[field];
    }

    @Override
    public void start() {
      values = new Object[fields.length];
    }

    @Override
    public void end() {
      to.accept(values);
    }
  }

  private static final class ListConverter extends GroupConverter {
    private final Runnable start;
    private final Runnable end;
    private final GroupConverter repeated;

    ListConverter(Converter element, Runnable start, Runnable end) {
      this.start = start;
      this.end = end;
      this.repeated = new Repeated(element);
    }

    @Override
    public Converter getConverter(int field) {
      return repeated;
    }

    @Override
    public void start() {
      start.run();
    }

    @Override
    public void end() {
      end.run();
    }
  }

  private static final class Repeated extends GroupConverter {
    private final Converter element;

    Repeated(Converter element) {
      this.element = element;
    }

    @Override
    public Converter getConverter(int field) {
      return element;
    }

    @Override
    public void start() {}

    @Override
    public void end() {}
  }

  private static final class Scalar extends PrimitiveConverter {
    private final Consumer<Object> to;

    Scalar(Consumer<Object> to) {
      this.to = to;
    }

    @Override
    public void addInt(int value) {
      to.accept(value);
    }

    @Override
    public void addLong(long value) {
      to.accept(value);
    }

    @Override
    public void addFloat(float value) {
      to.accept(value);
    }

    @Override
    public void addDouble(double value) {
      to.accept(value);
    }

    @Override
    public void addBoolean(boolean value) {
      to.accept(value);
    }
  }

  private static final class Text extends PrimitiveConverter {
    private final Consumer<Object> to;
    private String[] dictionary;

    Text(Consumer<Object> to) {
      this.to = to;
    }

    @Override
    public void addBinary(Binary value) {
      to.accept(value.toStringUsingUTF8());
    }

    @Override
    public boolean hasDictionarySupport() {
      return true;
    }

    @Override
    public void setDictionary(Dictionary words) {
      dictionary = new String[words.getMaxId() + 1];
      Arrays.setAll(dictionary, id -> words.decodeToBinary(id).toStringUsingUTF8());
    }

    @Override
    public void addValueFromDictionary(int id) {
      to.accept(dictionary[id]);
    }
  }

  private static final class Ints extends PrimitiveConverter {
    private int[] values = new int[16];
    private int size;

    @Override
    public void addInt(int value) {
      if (size == values.length) {
        values = Arrays.copyOf(values, 2 * size);
      }
      values[size++] = value;
    }

    void clear() {
      size = 0;
    }

    int[] toArray() {
      return Arrays.copyOf(values, size);
    }
  }

  private static final class Longs extends PrimitiveConverter {
    private long[] values = new long[16];
    private int size;

    @Override
    public void addLong(long value) {
      if (size == values.length) {
        values = Arrays.copyOf(values, 2 * size);
      }
      values[size++] = value;
    }

    void clear() {
      size = 0;
    }

    long[] toArray() {
      return Arrays.copyOf(values, size);
    }
  }

  private static final class Floats extends PrimitiveConverter {
    private float[] values = new float[16];
    private int size;

    @Override
    public void addFloat(float value) {
      if (size == values.length) {
        values = Arrays.copyOf(values, 2 * size);
      }
      values[size++] = value;
    }

    void clear() {
      size = 0;
    }

    float[] toArray() {
      return Arrays.copyOf(values, size);
    }
  }
}
