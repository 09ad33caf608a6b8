package dev.pollux.internal.inmemory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.pollux.Await;
import dev.pollux.NeedsNoBinding;
import dev.pollux.completion.CompletionListener;
import dev.pollux.completion.CompletionPort;
import dev.pollux.completion.CompletionSocket;
import dev.pollux.internal.completion.AbstractCompletionListener;
import dev.pollux.internal.completion.AcceptStreamWork;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A stream makes its second request while another thread finds that the time of the first is up. The stream ends all the same. */
@NeedsNoBinding
class LateRequestTest {
    private static final long LIMIT_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long TURN_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private volatile Throwable failure;
    private volatile boolean ended;
    private int told;

    /** One that does something in its second request, and when it first cancels. */
    private static final class Stream extends AcceptStreamWork {
        Runnable inSecondRequest = () -> {};
        Runnable afterFirstCancel = () -> {};
        volatile boolean cancels;
        private final int played; // the number of the request that a test plays the system for
        private int requests;

        Stream(CompletionListener listener) {
            this(listener, 2, 0);
        }

        Stream(CompletionListener listener, int inFlight, int played) {
            super((AbstractCompletionListener) listener, inFlight);
            this.played = played;
        }

        @Override
        protected void request() {
            if (++requests == 2) {
                inSecondRequest.run();
            }
            if (requests != played) {
                super.request();
            }
        }

        /** The request that is played ends with a connection. */
        void bring(CompletionSocket socket) {
            arrived(socket);
        }

        @Override
        protected void cancelRequests() {
            super.cancelRequests();
            if (!cancels) {
                cancels = true;
                afterFirstCancel.run();
            }
        }
    }

    private static CompletionListener listener(CompletionPort port) throws IOException {
        CompletionListener listener = port.openListener();
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 8);
        return listener;
    }

    private Stream stream(CompletionPort port) throws IOException {
        return prepared(new Stream(listener(port)));
    }

    private Stream prepared(Stream stream) {
        stream.onResult((accepting, socket) -> {
                    told++;
                    socket.close();
                })
                .onFailure((accepting, why) -> {
                    failure = why;
                    ended = true;
                })
                .timeoutNanos(LIMIT_NANOS);
        return stream;
    }

    private void checkEnds(CompletionPort port) {
        Await.until("the stream has ended", () -> ended, () -> port.poll(TURN_NANOS));
        assertInstanceOf(SocketTimeoutException.class, failure);
    }

    @Test
    void aRequestBeginsAfterTheTimeIsUp() throws IOException {
        try (CompletionPort port = MemoryPorts.builder().open()) {
            Stream stream = stream(port);
            stream.inSecondRequest = () -> Await.end(started(() -> {
                Await.until("the first is cancelled", () -> stream.cancels, () -> port.poll(TURN_NANOS));
                port.poll(0); // tells the stream that the first is over
            }));
            stream.submit();
            checkEnds(port);
        }
    }

    @Test
    void aRequestBeginsBetweenTheCancelAndTheEndOfTheFirst() throws IOException {
        try (CompletionPort port = MemoryPorts.builder().open()) {
            Stream stream = stream(port);
            CountDownLatch cancelled = new CountDownLatch(1);
            CountDownLatch submitted = new CountDownLatch(1);
            stream.afterFirstCancel = () -> {
                cancelled.countDown();
                Await.until("the second has begun", () -> submitted.getCount() == 0);
            };
            stream.inSecondRequest = () -> Await.until("the first is cancelled", () -> cancelled.getCount() == 0);
            Thread poller =
                    started(() -> Await.until("the stream has ended", () -> ended, () -> port.poll(TURN_NANOS)));
            stream.submit();
            submitted.countDown();
            Await.end(poller);
            checkEnds(port);
        }
    }

    /** Found by seed 44 on IOCP, by two threads: its failure was told right after a connection. */
    @Test
    void aConnectionThatComesAfterTheFirstCancelTakesTheSilenceBack() throws IOException {
        try (CompletionPort port = MemoryPorts.builder().open()) {
            CompletionSocket[] brought = new CompletionSocket[1];
            port.connect(listener(port).localAddress())
                    .onCompletion((connect, none) -> brought[0] = connect.socket())
                    .submit();
            Await.until("it is connected", () -> brought[0] != null, () -> port.poll(TURN_NANOS));
            Stream stream = prepared(new Stream(listener(port), 2, 2));
            stream.submit();
            Await.until("the first is cancelled", () -> stream.cancels, () -> port.poll(TURN_NANOS));
            boolean[] isBehind = new boolean[1];
            port.post((post, data) -> isBehind[0] = true).submit();
            Await.until("the first is over", () -> isBehind[0], () -> port.poll(TURN_NANOS));
            long nextLookNanos = System.nanoTime() + 2 * LIMIT_NANOS; // it finds the stream at its end
            Await.until("it has passed", () -> System.nanoTime() - nextLookNanos > 0, () -> port.poll(LIMIT_NANOS));
            stream.bring(brought[0]);
            assertEquals(1, told);
            assertFalse(ended, "its failure is told right after a connection");
            checkEnds(port); // the next silence is one
        }
    }

    private static Thread started(CheckedRunnable body) {
        Thread thread = new Thread(() -> {
            try {
                body.run();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        thread.start();
        return thread;
    }

    private interface CheckedRunnable {
        void run() throws IOException;
    }
}
