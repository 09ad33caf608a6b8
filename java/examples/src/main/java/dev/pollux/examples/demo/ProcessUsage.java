package dev.pollux.examples.demo;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** What this process has used since it started. */
final class ProcessUsage {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private ProcessUsage() {}

    /** {@return user and system time} */
    static long processorNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    /** {@return the bytes of all Java threads: not of the JIT compiler's and the collector's, which allocate elsewhere} */
    static long allocatedBytes() {
        long sum = 0;
        for (long bytes : THREADS.getThreadAllocatedBytes(THREADS.getAllThreadIds())) {
            sum += Math.max(0, bytes); // -1: it has ended
        }
        return sum;
    }

    /** {@return the bytes of the calling thread} */
    static long allocatedBytesOfThread() {
        return THREADS.getCurrentThreadAllocatedBytes();
    }
}
