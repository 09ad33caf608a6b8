package dev.pollux.internal.loop;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.Await;
import dev.pollux.Background;
import dev.pollux.NeedsNoBinding;
import org.junit.jupiter.api.Test;

@NeedsNoBinding
class ShortLockTest {
    private final ShortLock lock = new ShortLock();

    /** Or one of a higher priority would keep the holder from ever letting go. */
    @Test
    void whoWaitsLongSleeps() {
        assertSleeps(false);
    }

    @Test
    void soDoesWhoIsInterruptedAndStaysSo() {
        assertSleeps(true);
    }

    private void assertSleeps(boolean interrupted) {
        lock.lock();
        Background waiting = Background.run(() -> {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            lock.lock();
            assertTrue(lock.locked);
            assertTrue(Thread.interrupted() == interrupted);
            lock.unlock();
        });
        Await.until("it sleeps", () -> waiting.thread().getState() == Thread.State.TIMED_WAITING);
        lock.unlock();
        waiting.close();
        assertFalse(lock.locked);
    }
}
