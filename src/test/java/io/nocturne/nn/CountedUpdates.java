package io.nocturne.nn;

import io.nocturne.math.Kernels;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.LongAdder;

/** Counts the parameters that Adam changes. */
final class CountedUpdates {
  private final LongAdder parameters = new LongAdder();

  /** Those of all steps so far. */
  double parameters() {
    return parameters.sum();
  }

  /** The same kernels, counted. */
  Kernels around(Kernels kernels) {
    return (Kernels)
        Proxy.newProxyInstance(
            Kernels.class.getClassLoader(),
            new Class<?>[] {Kernels.class},
            (proxy, method, arguments) -> call(kernels, method, arguments));
  }

  private Object call(Kernels kernels, Method method, Object[] arguments) throws Throwable {
    if (method.getName().equals("adam")) {
      parameters.add((int) arguments[arguments.length - 1]);
    }
    try {
      return method.invoke(kernels, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
