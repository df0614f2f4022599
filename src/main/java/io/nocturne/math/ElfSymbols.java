package io.nocturne.math;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The symbols that a shared library defines for others, read from its file: a 64-bit little-endian
 * ELF, as on Linux on x86-64 and arm64. The dynamic linker only reports symbols of libraries that
 * were loaded with global visibility.
 */
final class ElfSymbols {
  private static final int MAGIC = 0x464c457f; // 0x7f, E, L, F
  private static final short LITTLE_ENDIAN_64 = 0x0102;
  private static final int HEADER_BYTES = 64;
  private static final int DYNAMIC_SYMBOLS = 11;
  private static final int SYMBOL_BYTES = 24;

  private final ByteBuffer symbols;
  private final ByteBuffer names;

  private ElfSymbols(ByteBuffer symbols, ByteBuffer names) {
    this.symbols = symbols;
    this.names = names;
  }

  /** Whether a file is a complete, readable library that defines a symbol. */
  static boolean defines(Path file, String symbol) {
    if (!Files.isRegularFile(file)) {
      return false; // a device, or deleted since it was mapped
    }
    try (FileChannel channel = FileChannel.open(file)) {
      return isLibrary(channel)
          && of(channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size())).defines(symbol);
    } catch (IOException | IndexOutOfBoundsException | ArithmeticException e) {
      return false;
    }
  }

  private static boolean isLibrary(FileChannel channel) throws IOException {
    ByteBuffer start = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    return channel.read(start, 0) == HEADER_BYTES
        && channel.size() <= Integer.MAX_VALUE
        && start.getInt(0) == MAGIC
        && start.getShort(4) == LITTLE_ENDIAN_64;
  }

  private static ElfSymbols of(ByteBuffer mapped) {
    ByteBuffer file = mapped.order(ByteOrder.LITTLE_ENDIAN);
    int sections = Short.toUnsignedInt(file.getShort(60));
    for (int i = 0; i < sections; i++) {
      int header = sectionHeader(file, i);
      if (file.getInt(header + 4) == DYNAMIC_SYMBOLS) {
        int linked = sectionHeader(file, file.getInt(header + 40));
        return new ElfSymbols(section(file, header), section(file, linked));
      }
    }
    return new ElfSymbols(ByteBuffer.allocate(0), ByteBuffer.allocate(0));
  }

  private static int sectionHeader(ByteBuffer file, int index) {
    return Math.toIntExact(file.getLong(40)) + index * file.getShort(58);
  }

  private static ByteBuffer section(ByteBuffer file, int header) {
    int from = Math.toIntExact(file.getLong(header + 24));
    int size = Math.toIntExact(file.getLong(header + 32));
    return file.slice(from, size).order(ByteOrder.LITTLE_ENDIAN);
  }

  private boolean defines(String symbol) {
    byte[] name = symbol.getBytes(StandardCharsets.US_ASCII);
    for (int at = 0; at + SYMBOL_BYTES <= symbols.limit(); at += SYMBOL_BYTES) {
      boolean isDefinedHere = symbols.getShort(at + 6) != 0;
      if (isDefinedHere && isNamed(symbols.getInt(at), name)) {
        return true;
      }
    }
    return false;
  }

  private boolean isNamed(int from, byte[] name) {
    for (int i = 0; i < name.length; i++) {
      if (names.get(from + i) != name[i]) {
        return false;
      }
    }
    return names.get(from + name.length) == 0;
  }
}
