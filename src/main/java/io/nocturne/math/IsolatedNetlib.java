package io.nocturne.math;

import dev.ludovic.netlib.blas.BLAS;
import dev.ludovic.netlib.lapack.LAPACK;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * netlib's way to native code, once more and apart from the one that the rest of the JVM shares.
 *
 * <p>netlib loads one native library per class loader, at its first use, and never reports which:
 * where MLlib was first, that is whatever the machine has as {@code libblas.so.3}. So its classes
 * of native code are defined anew here, by a separate class loader. They load the library that is
 * named to them then and there, or fail. The interfaces are those of the rest of the JVM.
 */
final class IsolatedNetlib extends ClassLoader {
  private static final Pattern DEFINED_HERE =
      Pattern.compile("dev\\.ludovic\\.netlib\\.(blas|lapack)\\.(Abstract|JNI)(BLAS|LAPACK)");

  private final Path library;

  /**
   * @param library a native BLAS with LAPACK in it
   */
  IsolatedNetlib(Path library) {
    super("netlib on " + library, BLAS.class.getClassLoader());
    this.library = library;
  }

  /**
   * Its BLAS.
   *
   * @throws UnsatisfiedLinkError if netlib cannot load it
   */
  BLAS blas() {
    return (BLAS) instance("blas", "JNIBLAS");
  }

  /**
   * Its LAPACK.
   *
   * @throws UnsatisfiedLinkError if netlib cannot load it
   */
  LAPACK lapack() {
    return (LAPACK) instance("lapack", "JNILAPACK");
  }

  /** Names the library to netlib for as long as it is looking, and for good if no one else has. */
  private Object instance(String module, String type) {
    String property = "dev.ludovic.netlib." + module + ".nativeLibPath";
    String before = System.getProperty(property);
    System.setProperty(property, library.toString());
    try {
      Method getInstance =
          loadClass("dev.ludovic.netlib." + module + "." + type).getDeclaredMethod("getInstance");
      getInstance.setAccessible(true); // the class is not public
      return getInstance.invoke(null);
    } catch (InvocationTargetException e) {
      throw failure(e.getCause());
    } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
      throw failure(e);
    } finally {
      if (before != null) {
        System.setProperty(property, before);
      }
    }
  }

  private UnsatisfiedLinkError failure(Throwable cause) {
    UnsatisfiedLinkError error =
        new UnsatisfiedLinkError("netlib cannot load " + library + " (" + cause + ")");
    error.initCause(cause);
    return error;
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!DEFINED_HERE.matcher(name).matches()) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded == null ? define(name) : loaded;
    }
  }

  private Class<?> define(String name) throws ClassNotFoundException {
    try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
      if (in == null) {
        throw new ClassNotFoundException(name);
      }
      byte[] bytes = in.readAllBytes();
      return defineClass(name, bytes, 0, bytes.length);
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }
}
