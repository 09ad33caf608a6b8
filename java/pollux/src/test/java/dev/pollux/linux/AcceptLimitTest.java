package dev.pollux.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Out of descriptors: in a JVM of its own. */
@LinuxTest
class AcceptLimitTest {
    @Test
    void connectionWaitsUntilThereAreDescriptorsAgain() throws Exception {
        assumeTrue(DescriptorShortage.isSettable(), "there is no prlimit(1) to set the limit");
        ChildJvm.run(List.of(), List.of(), Main.class);
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
            for (LinuxStreamSocket one : LinuxStreamSocket.pair()) {
                one.close();
            }
            assertThrows(AssertionError.class, () -> assertEquals(1, 2));
            LinuxStreamListener listener = Streams.listener(Family.INET);
            Streams.connect(Family.INET, listener.localAddress()).close();
            Streams.accept(listener).close();
            LinuxStreamSocket client = Streams.connect(Family.INET, listener.localAddress());
            Ready.await(listener, Epoll.IN);
            Epoll epoll = Epoll.create();
            epoll.add(listener, Epoll.IN, 1);
            EpollEvents events = new EpollEvents(1);
            try (DescriptorShortage limit = new DescriptorShortage()) {
                limit.exhaust();
                for (int i = 0; i < 3; i++) {
                    Failure.of("accept4", Errno.EMFILE, "descriptor " + listener.fd(), listener::accept);
                    assertEquals(1, epoll.await(events, 0), "level-triggered, the listener stays readable");
                }
                Failure.of("eventfd", Errno.EMFILE, "", EventFd::create);
                Failure.of("socket", Errno.EMFILE, "INET", () -> LinuxStreamSocket.open(Family.INET));
                Failure.of("socketpair", Errno.EMFILE, "", LinuxStreamSocket::pair);
                Failure.of("epoll_create1", Errno.EMFILE, "", Epoll::create);
                Failure.of("timerfd_create", Errno.EMFILE, "", () -> TimerFd.create(TimerFd.Clock.MONOTONIC));
                limit.raise();
            }
            LinuxStreamSocket accepted = listener.accept();
            assertNotNull(accepted);
            Streams.sendAll(client, "still there");
            Streams.assertReceives("still there", accepted);
        }
    }
}
