package io.halfshake.benchmarks.contender;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;

/**
 * The bytes that this JVM has allocated on its heap. Up to JDK 20 only live threads are counted: the allocations of a
 * thread that ends drop out.
 */
final class Allocation {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Allocation() {}

    static long bytes() {
        try {
            return (long)
                    ThreadMXBean.class.getMethod("getTotalThreadAllocatedBytes").invoke(THREADS);
        } catch (NoSuchMethodException e) {
            return Arrays.stream(THREADS.getThreadAllocatedBytes(THREADS.getAllThreadIds()))
                    .filter(bytes -> bytes > 0)
                    .sum();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
