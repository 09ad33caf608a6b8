package dev.pollux.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.pollux.system.SystemCallException;
import org.junit.jupiter.api.function.Executable;

/** Asserts how a system call fails: the exception's very type, the call, the code. */
final class Failure {
    private Failure() {}

    static void of(Class<? extends Throwable> type, String call, int code, Executable executable) {
        is(type, call, code, assertThrows(type, executable));
    }

    static void is(Class<? extends Throwable> type, String call, int code, Throwable thrown) {
        assertNotNull(thrown, "nothing failed");
        assertSame(type, thrown.getClass(), "exact type");
        SystemCallException cause = SystemCallException.of(thrown);
        assertNotNull(cause, () -> "no system call is named by " + thrown);
        assertEquals(call, cause.call());
        assertEquals(WinError.name(code), cause.codeName());
        assertEquals(code, cause.code());
    }
}
