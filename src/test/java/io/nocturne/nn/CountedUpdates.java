package io.nocturne.nn;

import io.nocturne.math.Kernels;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;

/** Counts the parameters that optimizers update. */
final class CountedUpdates {
  private static final Set<String> UPDATES =
      Set.of("adam", "nadam", "momentum", "adagrad", "rprop");

  private final LongAdder parameters = new LongAdder();

  /** The number of updates in all steps so far. */
  double parameters() {
    return parameters.sum();
  }

  /** The same kernels with counting. */
  Kernels around(Kernels kernels) {
    return (Kernels)
        Proxy.newProxyInstance(
            Kernels.class.getClassLoader(),
            new Class<?>[] {Kernels.class},
            (proxy, method, arguments) -> call(kernels, method, arguments));
  }

  private Object call(Kernels kernels, Method method, Object[] arguments) throws Throwable {
    if (UPDATES.contains(method.getName())) {
      parameters.add((int) arguments[arguments.length - 1]);
    }
    try {
      return method.invoke(kernels, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
