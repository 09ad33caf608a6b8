package dev.pollux.benchmarks.servers;

import java.io.IOException;

/**
 * A server's warm-up: until it has used enough processor time, and then until the JIT compiler leaves it alone. In the rounds of a
 * server that is still compiled, the compiler is a part of each message. With a thousand connections it took up to two fifths of the
 * process's time after six seconds of it.
 *
 * <p>Servers rest between two passes, as they do between two rounds: what they do then the compiler has to have seen.
 */
final class WarmUp {
    /** Something that takes or tells nanoseconds. */
    @FunctionalInterface
    interface Nanos {
        long get() throws IOException, InterruptedException;
    }

    private static final int PASSES = 2; // for the processor time
    private static final int MORE_PASSES = 10; // for the compiler
    private static final int MAX_LOADS = 10; // a pass, of a server that others keep from its processor

    /** A compiler that takes less is done: what it does then comes and goes. */
    private static final double DONE_SHARE = 0.01;

    private final Nanos load;
    private final Nanos compilerNanos;
    private final boolean isJava;
    private final long cpuNanos;
    private final boolean waitsForCompiler;
    private int passes;
    private double compilerShare;

    /**
     * @param load one load that warms, and returns the processor time that the server has used in it
     * @param compilerNanos how much the compiler has used so far
     */
    WarmUp(boolean isJava, Times times, Nanos load, Nanos compilerNanos) {
        this.isJava = isJava;
        this.load = load;
        this.compilerNanos = compilerNanos;
        cpuNanos = times.warmUpCpuNanos();
        waitsForCompiler = times.waitsForCompiler() && isJava;
    }

    /** {@return whether another pass is needed} */
    boolean goesOn() {
        return passes < PASSES || waitsForCompiler && compilerShare > DONE_SHARE && passes < PASSES + MORE_PASSES;
    }

    void pass() throws IOException, InterruptedException {
        long enough = isJava ? cpuNanos / (passes < PASSES ? PASSES : 2 * PASSES) : 1;
        long compilerBefore = compilerNanos.get();
        long used = 0;
        for (int i = 0; used < enough && i < MAX_LOADS; i++) {
            used += load.get();
        }
        compilerShare = Math.max(0, compilerNanos.get() - compilerBefore) / (double) Math.max(1, used);
        passes++;
    }

    /** {@return the compiler's share of the server's processor time in the last pass} */
    double compilerShare() {
        return compilerShare;
    }
}
