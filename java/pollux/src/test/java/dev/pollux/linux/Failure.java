package dev.pollux.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.system.SystemCallException;
import java.nio.file.FileSystemException;
import org.junit.jupiter.api.function.Executable;

/** Asserts how a system call fails: the exception's very type, the call, the errno, and what the message names. */
public final class Failure {
    private Failure() {}

    public static <T extends Throwable> T of(
            Class<T> type, String call, int errno, String named, Executable executable) {
        T thrown = assertThrows(type, executable);
        assertSame(type, thrown.getClass(), "exact type");
        SystemCallException cause = SystemCallException.of(thrown);
        assertNotNull(cause, () -> "no system call is named by " + thrown);
        assertEquals(call, cause.call());
        assertEquals(Errno.name(errno), cause.codeName());
        assertEquals(errno, cause.code());
        assertTrue(thrown.getStackTrace().length > 0, "who called is known");
        assertEquals(cause == thrown, cause.getStackTrace().length > 0, "and a second time it would only cost");
        assertTrue(cause.toString().startsWith(SystemCallException.class.getName() + ": "), cause::toString);
        String head = call + ": " + Errno.text(errno) + " (" + Errno.name(errno) + " " + errno + ")";
        assertTrue(cause.getMessage().startsWith(head), cause.getMessage());
        if (thrown instanceof FileSystemException ofFile) {
            assertTrue(
                    ofFile.getFile().endsWith(named),
                    ofFile.getFile()); // its message begins with the path, as the JDK's do
        } else {
            assertEquals(cause.getMessage(), thrown.getMessage());
        }
        assertTrue(thrown.getMessage().contains(named), () -> thrown.getMessage() + " does not name " + named);
        return thrown;
    }

    public static SystemCallException of(String call, int errno, String named, Executable executable) {
        return of(SystemCallException.class, call, errno, named, executable);
    }
}
