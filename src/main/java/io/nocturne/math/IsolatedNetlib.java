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
 * A second copy of netlib's native binding, separate from the one that the rest of the JVM shares.
 *
 * <p>netlib loads one native library per class loader, at its first use, and never reports which;
 * if MLlib used it first, that is whatever the machine has as {@code libblas.so.3}. This class
 * loader therefore defines netlib's native classes again. They load the given library at once, or
 * fail. They implement the interfaces of the rest of the JVM.
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
   * The library's BLAS.
   *
   * @throws UnsatisfiedLinkError if netlib cannot load it
   */
  BLAS blas() {
    return (BLAS) instance("blas", "JNIBLAS");
  }

  /**
   * The library's LAPACK.
   *
   * @throws UnsatisfiedLinkError if netlib cannot load it
   */
  LAPACK lapack() {
    return (LAPACK) instance("lapack", "JNILAPACK");
  }

  /** Points netlib to the library. Restores the system property, if it was set, afterwards. */
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
