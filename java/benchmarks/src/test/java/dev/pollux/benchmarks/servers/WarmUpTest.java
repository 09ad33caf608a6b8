package dev.pollux.benchmarks.servers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class WarmUpTest {
    private static final Times TIMES = new Times(4000, true, 0, 0, 0, 0, 0, 0);

    private long usedNanos;
    private long compilerNanos;
    private int loads;

    /** A load of 500 ns, of which the compiler has a half until so much was used. */
    private long load(long compiledAfterNanos) {
        loads++;
        usedNanos += 500;
        if (usedNanos <= compiledAfterNanos) {
            compilerNanos += 250;
        }
        return 500;
    }

    private int passes(boolean isJava, Times times, long compiledAfterNanos) throws Exception {
        WarmUp warmUp = new WarmUp(isJava, times, () -> load(compiledAfterNanos), () -> compilerNanos);
        int passes = 0;
        while (warmUp.goesOn()) {
            warmUp.pass();
            passes++;
        }
        return passes;
    }

    @Test
    void whatIsCompiledInTimeHasTwoPasses() throws Exception {
        assertEquals(2, passes(true, TIMES, 2000));
        assertEquals(4000, usedNanos);
    }

    @Test
    void itGoesOnUntilTheCompilerIsDone() throws Exception {
        assertEquals(2 + 3, passes(true, TIMES, 6000)); // two more with the compiler, and one that finds it done
        assertEquals(7000, usedNanos);
    }

    @Test
    void aCompilerThatIsNeverDoneHasItsEnd() throws Exception {
        assertEquals(12, passes(true, TIMES, Long.MAX_VALUE));
    }

    @Test
    void aProgramInCHasNoneToWaitFor() throws Exception {
        assertEquals(2, passes(false, TIMES, Long.MAX_VALUE));
        assertEquals(2, loads);
    }

    @Test
    void aSmokeTestDoesNotWaitForIt() throws Exception {
        assertEquals(2, passes(true, new Times(4000, false, 0, 0, 0, 0, 0, 0), Long.MAX_VALUE));
    }
}
