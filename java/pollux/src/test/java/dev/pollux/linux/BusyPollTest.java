package dev.pollux.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.pollux.system.BusyPoll;
import dev.pollux.system.SystemCallException;
import java.io.IOException;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

@LinuxTest
class BusyPollTest {
    @Test
    void setAndReadBack() throws IOException {
        try (Epoll epoll = Epoll.create()) {
            BusyPoll first = supported(epoll);
            assertEquals(0, first.micros());
            for (BusyPoll parameters : new BusyPoll[] {
                new BusyPoll(50, 8, true), new BusyPoll(1_000_000, 64, false), new BusyPoll(0, 0, false)
            }) {
                epoll.busyPoll(parameters);
                assertEquals(parameters, epoll.busyPoll());
            }
        }
    }

    @Test
    void largeBudgetIsAPrivilege() throws IOException {
        try (Epoll epoll = Epoll.create()) {
            supported(epoll);
            BusyPoll large = new BusyPoll(10, 0xFFFF, false);
            try {
                epoll.busyPoll(large);
                assertEquals(large, epoll.busyPoll());
            } catch (SystemCallException e) {
                assertEquals(Errno.EPERM, e.code());
                assertEquals("ioctl", e.call());
            }
        }
    }

    private static BusyPoll supported(Epoll epoll) throws IOException {
        try {
            return epoll.busyPoll();
        } catch (UnsupportedOperationException e) {
            Assumptions.abort(e.getMessage());
            throw e;
        }
    }

    @Test
    void rangesAreChecked() {
        assertThrows(IllegalArgumentException.class, () -> new BusyPoll(-1, 0, false));
        assertThrows(IllegalArgumentException.class, () -> new BusyPoll(0, -1, false));
        assertThrows(IllegalArgumentException.class, () -> new BusyPoll(0, 0x1_0000, false));
    }
}
