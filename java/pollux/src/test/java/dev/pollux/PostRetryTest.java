package dev.pollux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A packet that the system refuses for lack of memory is sent again. */
@Timeout(60)
class PostRetryTest {
    private int attempts;

    @Test
    void untilItIsTaken() {
        PostRetry.post(() -> {
            if (++attempts < 10) {
                throw new IOException("no memory");
            }
        });
        assertEquals(10, attempts);
    }

    @Test
    void untilThePortIsClosed() {
        PostRetry.post(() -> {
            throw ++attempts < 3 ? new IOException("no memory") : new ClosedChannelException();
        });
        assertEquals(3, attempts);
    }

    @Test
    void anInterruptIsKept() {
        Thread.currentThread().interrupt();
        PostRetry.post(() -> {
            if (++attempts < 5) {
                throw new IOException("no memory");
            }
        });
        assertTrue(Thread.interrupted());
        assertEquals(5, attempts);
    }
}
