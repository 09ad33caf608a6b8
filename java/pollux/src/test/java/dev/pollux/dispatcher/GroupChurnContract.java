package dev.pollux.dispatcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.Backend;
import dev.pollux.internal.epoll.EpollPort;
import dev.pollux.linux.OpenDescriptors;
import dev.pollux.readiness.DispatcherGroup;
import dev.pollux.readiness.GroupListener;
import dev.pollux.readiness.Inside;
import dev.pollux.readiness.Interest;
import dev.pollux.readiness.Readiness;
import dev.pollux.readiness.ReadinessCallback;
import dev.pollux.readiness.ReadinessDispatcher;
import dev.pollux.readiness.Registration;
import dev.pollux.readiness.Spread;
import dev.pollux.readiness.StreamSocket;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.OS;

/** Connections that come, move and go on a group of two loops, both ends of each: all descriptors are used again. */
abstract class GroupChurnContract extends DispatcherContract {
    private static final int AT_ONCE = 64;

    private final int total = Integer.getInteger("dev.pollux.test.churn", OS.WINDOWS.isCurrentOs() ? 200 : 10_000);
    private final AtomicInteger begun = new AtomicInteger();
    private final CountDownLatch finished = new CountDownLatch(total);
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private List<ReadinessDispatcher> loops;

    GroupChurnContract(Backend backend) {
        super(backend);
    }

    @Test
    void noConnectionSeesAnothersEvents() throws Exception {
        DispatcherGroup group = opened(DispatcherGroup.builder(2)
                .settings(loop -> loop.backend(backend).errorHandler((source, thrown) -> fail(thrown)))
                .open());
        loops = group.loops();
        GroupListener listener = group.listen(loopback(), Spread.ROUND_ROBIN, loop -> socket -> {
            socket.setOption(StandardSocketOptions.SO_LINGER, 0); // a close resets: no port stays in TIME_WAIT
            loop.register(socket, Interest.READ, new ServerEnd(socket, loop));
        });
        Set<String> before = OpenDescriptors.all();
        group.start();
        SocketAddress address = listener.localAddress();
        for (int i = 0; i < AT_ONCE; i++) {
            connectNext(group.next(), address);
        }
        await(finished);
        if (failure.get() != null) {
            throw new AssertionError(total - finished.getCount() + " of " + total, failure.get());
        }
        listener.close();
        CountDownLatch looked = new CountDownLatch(2);
        for (ReadinessDispatcher loop : loops) {
            loop.execute(() -> loop.execute(looked::countDown)); // after the turn in which the last has gone
        }
        await(looked);
        for (ReadinessDispatcher loop : loops) {
            assertEquals(0, loop.sourceCount());
            if (loop.port() instanceof EpollPort epoll) {
                assertTrue(epoll.slotsUsed() <= 4 * AT_ONCE + 1, epoll.slotsUsed() + " slots");
            }
        }
        Set<String> added = OpenDescriptors.addedTo(before);
        assertTrue(added.size() < 20, () -> "left open: " + added);
    }

    private void fail(Throwable thrown) {
        failure.compareAndSet(null, thrown);
        while (finished.getCount() > 0) { // none more is waited for
            finished.countDown();
        }
    }

    private ReadinessDispatcher other(ReadinessDispatcher loop) {
        return loops.get(loops.get(0) == loop ? 1 : 0);
    }

    private void connectNext(ReadinessDispatcher loop, SocketAddress address) throws IOException {
        int tag = begun.incrementAndGet();
        if (tag <= total && failure.get() == null) {
            loop.connect(address, (socket, refusal) -> {
                if (refusal != null) {
                    fail(refusal);
                    return;
                }
                loop.register(socket, Interest.READ, new ClientEnd(socket, loop, address, tag));
                socket.write(number(tag));
            });
        }
    }

    private static ByteBuffer number(int number) {
        return ByteBuffer.allocate(4).putInt(0, number);
    }

    /** One end of a connection, which knows on which loop it is to be told, and of what. */
    private abstract class End implements ReadinessCallback {
        final StreamSocket socket;
        private final ByteBuffer received = ByteBuffer.allocate(8);
        private ReadinessDispatcher loop;
        private boolean over;

        End(StreamSocket socket, ReadinessDispatcher loop) {
            this.socket = socket;
            this.loop = loop;
        }

        /** Returns the number that has come. */
        final int told(Registration registration) throws IOException {
            if (over
                    || !loop.isLoopThread()
                    || Inside.of(registration).port != loop.port()
                    || registration.source() != socket) {
                throw new AssertionError("a stale event of " + this);
            }
            int count = socket.read(received.clear());
            if (count < 0) {
                throw new EOFException("the end of " + this);
            }
            if (count != 4) {
                throw new AssertionError(this + " was told of " + count + " bytes");
            }
            return received.getInt(0);
        }

        final void move(Registration registration) throws IOException {
            ReadinessDispatcher from = loop;
            loop = other(from);
            from.move(registration, loop);
        }

        final ReadinessDispatcher close() {
            over = true;
            socket.close();
            return loop;
        }
    }

    /** Sends back what it has received, and receives the negative of that on the other loop. */
    private final class ServerEnd extends End {
        private int tag;

        ServerEnd(StreamSocket socket, ReadinessDispatcher loop) {
            super(socket, loop);
        }

        @Override
        public void onReady(Registration registration, Readiness readiness) throws IOException {
            int number = told(registration);
            if (tag == 0) {
                tag = number;
                if (tag % 2 == 0) {
                    socket.write(number(tag)); // the answer may come before the move, or after it
                    move(registration);
                } else {
                    move(registration);
                    socket.write(number(tag));
                }
            } else if (number == -tag) {
                close();
            } else {
                throw new AssertionError("after " + tag + " " + number);
            }
        }
    }

    /** Its tag comes back; it answers, moves, and ends with the connection. */
    private final class ClientEnd extends End {
        private final SocketAddress address;
        private final int tag;
        private boolean answered;

        ClientEnd(StreamSocket socket, ReadinessDispatcher loop, SocketAddress address, int tag) {
            super(socket, loop);
            this.address = address;
            this.tag = tag;
        }

        @Override
        public void onReady(Registration registration, Readiness readiness) throws IOException {
            if (!answered) {
                int number = told(registration);
                if (number != tag) {
                    throw new AssertionError(tag + " was sent, " + number + " came back");
                }
                answered = true;
                socket.write(number(-tag));
                move(registration);
                return;
            }
            try {
                told(registration);
            } catch (IOException gone) {
                connectNext(close(), address);
                finished.countDown();
                return;
            }
            throw new AssertionError("more than its tag has come to " + tag);
        }
    }
}
