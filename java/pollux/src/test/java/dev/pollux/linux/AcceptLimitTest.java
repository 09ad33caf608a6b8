package dev.pollux.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Out of descriptors: in a JVM that may have few. */
@LinuxTest
class AcceptLimitTest {
    @Test
    void connectionWaitsUntilThereAreDescriptorsAgain() throws Exception {
        ChildJvm.run(List.of("sh", "-c", "ulimit -n 200; exec \"$@\"", "sh"), List.of(), Main.class);
    }

    /** What runs there. */
    static final class Main {
        private Main() {}

        public static void main(String[] arguments) throws Exception {
            // Loads what is needed below: with no descriptors left, a class in a folder can't be loaded.
            Failure.of(
                    java.nio.file.NoSuchFileException.class,
                    "open",
                    Errno.ENOENT,
                    "missing",
                    () -> LinuxFile.open(java.nio.file.Path.of("/missing")));
            try (TimerFd timer = TimerFd.create(TimerFd.Clock.MONOTONIC);
                    EventFd eventFd = EventFd.create()) {
                assertEquals(0, timer.take() + eventFd.take());
            }
            for (StreamSocket one : StreamSocket.pair()) {
                one.close();
            }
            StreamListener listener = Streams.listener(Family.INET);
            Streams.connect(Family.INET, listener.localAddress()).close();
            Streams.accept(listener).close();
            StreamSocket client = Streams.connect(Family.INET, listener.localAddress());
            Ready.await(listener, Epoll.IN);
            Epoll epoll = Epoll.create();
            epoll.add(listener, Epoll.IN, 1);
            EpollEvents events = new EpollEvents(1);
            Deque<EventFd> all = new ArrayDeque<>();
            for (int i = 0; i < 3; i++) {
                exhaust(all);
                Failure.of("accept4", Errno.EMFILE, "descriptor " + listener.fd(), listener::accept);
                assertEquals(1, epoll.await(events, 0), "level-triggered, the listener stays readable");
            }
            exhaust(all);
            Failure.of("socket", Errno.EMFILE, "INET", () -> StreamSocket.open(Family.INET));
            exhaust(all);
            Failure.of("socketpair", Errno.EMFILE, "", StreamSocket::pair);
            exhaust(all);
            Failure.of("epoll_create1", Errno.EMFILE, "", Epoll::create);
            exhaust(all);
            Failure.of("timerfd_create", Errno.EMFILE, "", () -> TimerFd.create(TimerFd.Clock.MONOTONIC));
            assertTrue(all.size() > 10);
            all.pop().close();
            StreamSocket accepted = listener.accept();
            assertNotNull(accepted);
            all.forEach(EventFd::close);
            Streams.sendAll(client, "still there");
            Streams.assertReceives("still there", accepted);
        }

        /** Opens all that there is; before each use again, for the JVM may have closed something of its own. */
        private static void exhaust(Deque<EventFd> all) throws Exception {
            Failure.of("eventfd", Errno.EMFILE, "", () -> {
                while (true) {
                    all.add(EventFd.create());
                }
            });
        }
    }
}
