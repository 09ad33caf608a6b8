package dev.pollux.linux.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.pollux.linux.Epoll;
import dev.pollux.linux.EpollEvents;
import dev.pollux.linux.Errno;
import dev.pollux.linux.LinuxTest;
import dev.pollux.linux.OpenDescriptors;
import dev.pollux.linux.PidFd;
import dev.pollux.system.SystemCallException;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@LinuxTest
class PidFdTest {
    private static final String[] WAITS_FOR_ITS_INPUT = {"cat"};

    @BeforeEach
    void isAvailable() throws IOException {
        try {
            PidFd.open(ProcessHandle.current().pid()).close();
        } catch (SystemCallException e) {
            if (e.code() == Errno.ENOSYS || e.code() == Errno.EPERM) {
                abort("needs pidfd_open(2): " + e.getMessage());
            }
            throw e;
        }
    }

    @Test
    void isReadableOnceItsProcessHasEnded() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(WAITS_FOR_ITS_INPUT).start();
        try (PidFd fd = PidFd.open(process.pid());
                Epoll epoll = Epoll.create()) {
            epoll.add(fd, Epoll.IN, 7);
            EpollEvents events = new EpollEvents(1);
            assertEquals(0, epoll.await(events, 0), "it still runs");
            assertTrue(process.isAlive());
            process.destroy();
            assertEquals(1, epoll.await(events, TimeUnit.MINUTES.toNanos(1)));
            assertEquals(7, events.data(0));
            process.waitFor();
            assertEquals(Epoll.IN, events.events(0) & Epoll.IN);
            assertEquals(0x80000, OpenDescriptors.flags(fd.fd()) & 0x80000, "CLOEXEC");
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void oneThatHasEndedIsNotFound() throws IOException, InterruptedException {
        Process process = new ProcessBuilder("true").start();
        process.waitFor(); // the JDK has waited for it: nobody has its number
        SystemCallException failure = assertThrows(SystemCallException.class, () -> PidFd.open(process.pid()));
        assertEquals(Errno.ESRCH, failure.code());
        assertTrue(failure.getMessage().contains("process " + process.pid()), failure.getMessage());
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE, 1L << 31, Long.MAX_VALUE})
    void whatIsNoProcessIsRefused(long pid) {
        assertThrows(IllegalArgumentException.class, () -> PidFd.open(pid));
    }

    @Test
    void aClosedOneIsClosed() throws IOException {
        PidFd fd = PidFd.open(ProcessHandle.current().pid());
        fd.close();
        fd.close();
        assertFalse(fd.isOpen());
    }
}
