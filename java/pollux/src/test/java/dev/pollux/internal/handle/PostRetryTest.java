package dev.pollux.internal.handle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.Await;
import dev.pollux.NeedsNoBinding;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A packet that the system refuses for lack of memory is sent again. */
@NeedsNoBinding
@Timeout(60)
class PostRetryTest {
    private int attempts;

    private static void post(Await.Action refused) {
        new PostRetry((bytes, key, address) -> {
                    assertTrue(bytes == 0 && key == 7 && address == 8);
                    try {
                        refused.run();
                    } catch (IOException e) {
                        throw e;
                    } catch (Exception e) {
                        throw new AssertionError(e);
                    }
                })
                .post(7, 8);
    }

    @Test
    void untilItIsTaken() {
        post(() -> {
            if (++attempts < 10) {
                throw new IOException("no memory");
            }
        });
        assertEquals(10, attempts);
    }

    @Test
    void evenIfThereIsNoMemoryToSaySo() {
        post(() -> {
            if (++attempts < 10) {
                throw new OutOfMemoryError("on purpose");
            }
        });
        assertEquals(10, attempts);
    }

    @Test
    void untilThePortIsClosed() {
        post(() -> {
            throw ++attempts < 3 ? new IOException("no memory") : new ClosedChannelException();
        });
        assertEquals(3, attempts);
    }

    @Test
    void anInterruptIsKept() {
        Thread.currentThread().interrupt();
        post(() -> {
            if (++attempts < 5) {
                throw new IOException("no memory");
            }
        });
        assertTrue(Thread.interrupted());
        assertEquals(5, attempts);
    }
}
