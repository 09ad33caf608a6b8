package dev.pollux.completion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.Await;
import dev.pollux.Background;
import dev.pollux.internal.backends.CompletionBackends;
import dev.pollux.internal.completion.CompletionPortBuilderWork;
import dev.pollux.internal.uring.UringProvider;
import dev.pollux.internal.uring.UringTest;
import java.nio.channels.ClosedChannelException;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The contract on io_uring: a ring of several threads, one of one thread, and one that is too small for what comes. */
@UringTest
class UringCompletionTest {
    private interface PortAction {
        void act(CompletionPort port) throws Exception;
    }

    private abstract static class OnRing extends CompletionContract {
        private final UringProvider provider;

        OnRing(UringProvider provider) {
            this.provider = provider;
        }

        @Override
        protected CompletionPortBuilder builder() {
            return new CompletionPortBuilderWork(
                    settings -> CompletionBackends.open(provider, "asked for by a test", settings));
        }
    }

    @Nested
    class OfSeveralThreads extends OnRing {
        OfSeveralThreads() {
            super(new UringProvider());
        }
    }

    @Nested
    class OfOneThread extends OnRing {
        OfOneThread() {
            super(new UringProvider());
        }

        @Override
        protected CompletionPortBuilder builder() {
            return super.builder().singleThreaded(true);
        }

        /** What several threads do at other ports, a second one is refused here, with both named. */
        private void aSecondThreadIsRefused(PortAction action) throws Exception {
            port.poll(0);
            try (Background second = Background.run(() -> {
                IllegalStateException refusal = assertThrows(IllegalStateException.class, () -> action.act(port));
                assertTrue(refusal.getMessage().contains("[#")
                        || refusal.getMessage().contains("Thread["));
                assertTrue(refusal.getMessage().contains(Thread.currentThread().toString()), refusal::getMessage);
            })) {
                Await.end(second.thread());
            }
        }

        @Override
        @Test
        void severalThreadsTellOneStreamInOrder() throws Exception {
            aSecondThreadIsRefused(its -> its.poll(-1));
        }

        @Override
        @Test
        void eachCompletionGoesToOneOfSeveralThreads() throws Exception {
            aSecondThreadIsRefused(its -> its.poll(0));
        }

        @Override
        @Test
        void aWakeupEndsAWait() throws Exception {
            aSecondThreadIsRefused(its -> its.await(-1));
            port.wakeup();
            port.wakeup();
            assertEquals(0, port.poll(-1), "one before the wait");
            assertEquals(0, port.poll(0));
        }

        @Override
        @Test
        void aClosedPortEndsTheWaits() throws Exception {
            try (Background one = Background.run(() -> assertThrows(ClosedChannelException.class, () -> {
                while (true) {
                    port.poll(-1);
                }
            }))) {
                one.awaitBlocked();
                port.close();
                assertEquals(0, port.pendingOperations());
            }
        }
    }

    @Nested
    class TooSmall extends OnRing {
        TooSmall() {
            super(new UringProvider(2, 2));
        }
    }
}
