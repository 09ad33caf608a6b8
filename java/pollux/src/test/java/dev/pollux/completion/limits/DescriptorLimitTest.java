package dev.pollux.completion.limits;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pollux.Await;
import dev.pollux.Backend;
import dev.pollux.binding.TestBinding;
import dev.pollux.completion.CompletionKind;
import dev.pollux.completion.CompletionListener;
import dev.pollux.completion.CompletionPort;
import dev.pollux.completion.CompletionPortBuilder;
import dev.pollux.completion.CompletionSocket;
import dev.pollux.completion.CompletionTest;
import dev.pollux.linux.ChildJvm;
import dev.pollux.linux.DescriptorShortage;
import dev.pollux.linux.Errno;
import dev.pollux.linux.EventFd;
import dev.pollux.system.SystemCallException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;

/** A server that has no descriptor left for a connection, by the process's real limit: in a JVM of its own. */
@CompletionTest
class DescriptorLimitTest {
    @Parameter
    CompletionKind kind;

    @Test
    void connectionsWaitUntilThereAreDescriptorsAgain() throws Exception {
        assumeTrue(kind != CompletionKind.IOCP, "the limit is one of Linux");
        TestBinding.linux();
        kind.check();
        assumeTrue(DescriptorShortage.isSettable(), "there is no prlimit(1) to set the limit");
        ChildJvm.run(
                List.of("prlimit", "--nofile=160:160"),
                List.of(),
                Main.class,
                kind.backend().name());
    }

    /** What runs there. */
    static final class Main {
        private static final long TURN_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
        private static final int CLIENTS = 24; // more than are accepted ahead, and than the JVM lets go by itself

        private final List<Throwable> reports = new ArrayList<>();
        private final List<CompletionSocket> accepted = new ArrayList<>();
        private final List<EventFd> hog = new ArrayList<>();

        private Main() {}

        public static void main(String[] arguments) throws Exception {
            new Main().run(CompletionPort.builder().backend(Backend.valueOf(arguments[0])));
            System.out.println("=== well");
            Runtime.getRuntime().halt(0); // whatever the JVM has no descriptors for
        }

        private void run(CompletionPortBuilder builder) throws Exception {
            List<SocketChannel> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS + 1; i++) {
                clients.add(SocketChannel.open());
            }
            try (CompletionPort port = builder.errorHandler((source, failure) -> reports.add(failure))
                    .open()) {
                CompletionListener listener = port.openListener();
                listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), CLIENTS);
                listener.acceptStream((stream, socket) -> accepted.add(socket)).submit();
                clients.get(CLIENTS).connect(listener.localAddress()); // loads what is needed below
                Await.until("the first", () -> accepted.size() == 1, () -> port.poll(TURN_NANOS));
                takeAll();
                for (SocketChannel each : clients.subList(0, CLIENTS)) {
                    each.connect(listener.localAddress());
                }
                Await.until("reports", () -> reports.size() >= 2, () -> {
                    takeAll(); // the JVM closes one of its own now and then
                    port.poll(TURN_NANOS);
                });
                check(accepted.size() <= CLIENTS, accepted.size() + " were accepted");
                for (Throwable each : reports) {
                    check(SystemCallException.of(each).code() == Errno.EMFILE, each);
                }
                for (EventFd each : hog) {
                    each.close();
                }
                Await.until("the others", () -> accepted.size() == CLIENTS + 1, () -> port.poll(TURN_NANOS));
            }
        }

        private void takeAll() {
            try {
                while (true) {
                    hog.add(EventFd.create());
                }
            } catch (IOException e) {
                check(SystemCallException.of(e).code() == Errno.EMFILE, e);
            }
        }

        private static void check(boolean holds, Object otherwise) {
            if (!holds) {
                throw new AssertionError(otherwise.toString());
            }
        }
    }
}
