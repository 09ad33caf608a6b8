package dev.pollux.dispatcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pollux.Await;
import dev.pollux.Backend;
import dev.pollux.Backends;
import dev.pollux.binding.TestBinding;
import dev.pollux.linux.ChildJvm;
import dev.pollux.linux.DescriptorShortage;
import dev.pollux.linux.OtherUser;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.OS;

/**
 * A failure that is the first thing that happens to a fresh JVM: no descriptor left, no heap, no direct memory. The connections
 * that are open are served all along, and new ones afterwards.
 */
@SuppressWarnings("try") // sockets that are only held
abstract class FirstFailureContract {
    /** G1 of a JDK 25 sometimes says that the heap is full just after it was emptied. */
    private static final List<String> SMALL_HEAP = List.of("-Xmx24m", "-XX:+UseSerialGC");

    private static final int OPEN = 4;
    private static final int FLOOD = 300;

    private final Backend backend;
    private final List<SocketChannel> open = new ArrayList<>();
    private final List<SocketChannel> flood = new ArrayList<>();
    private final List<String> said = new ArrayList<>();
    private final LinkedBlockingQueue<String> answers = new LinkedBlockingQueue<>();
    private Process server;
    private Thread reader;
    private InetSocketAddress address;

    FirstFailureContract(Backend backend) {
        this.backend = backend;
    }

    @BeforeEach
    final void require() {
        Backends.require(backend);
        assumeFalse(OS.WINDOWS.isCurrentOs(), "needs a limit of descriptors, which Windows has not");
    }

    @AfterEach
    final void closeAll() throws IOException {
        for (SocketChannel each : open) {
            each.close();
        }
        relieve();
        if (server != null) {
            server.destroyForcibly();
        }
    }

    /** The JVM raises a soft limit, so both are set. */
    @Test
    void noDescriptorIsLeft() throws Exception {
        assumeTrue(DescriptorShortage.isSettable(), "there is no prlimit(1) to set the limit");
        start(List.of("prlimit", "--nofile=64:64"), List.of(), 1024);
        openSome();
        for (int i = 0; i < FLOOD; i++) {
            flood();
        }
        untilServing("connections are turned away", () -> counters()[2] > 0);
        assertDoesNotSpin();
        assertOpenAreServed();
        relieve();
        assertNewIsServed();
        assertEquals(0, counters()[3], this::said);
        end();
        assertTrue(said().contains("dev.pollux.CloseAndLog onError"), this::said);
        assertTrue(said().contains("no connection can be accepted; trying again in 100 ms"), this::said);
        assertTrue(said().contains("that waited were closed unserved"), this::said);
    }

    @Test
    void noHeapIsLeft() throws Exception {
        start(List.of(), SMALL_HEAP, 1024);
        openSome();
        tell('h');
        for (int i = 0; i < 20; i++) {
            flood();
            if (!isFfm()) { // whose calls need memory themselves, until they are compiled
                assertOpenAreServed();
            }
        }
        tell('f');
        await("=free");
        relieve();
        assertNewIsServed();
        assertOpenAreServed();
        end();
    }

    @Test
    void noDirectMemoryIsLeft() throws Exception {
        start(List.of(), List.of("-XX:MaxDirectMemorySize=2m"), 64 * 1024);
        openSome();
        for (int i = 0; i < 36; i++) {
            flood();
        }
        untilServing("a connection is turned away", this::isAnyOfTheFloodClosed);
        relieve();
        assertNewIsServed();
        assertOpenAreServed();
        assertEquals(0, counters()[3], this::said);
        end();
        assertTrue(said().contains("java.lang.OutOfMemoryError"), this::said);
    }

    @Test
    void whatEndsWithoutHeapEndsAllTheSame() throws Exception {
        assumeFalse(isFfm(), "calls by ffm need memory themselves until they are compiled");
        String output = ChildJvm.run(List.of(), SMALL_HEAP, NoHeapClose.class, backend.name());
        assertEquals(
                List.of(
                        "with heap, close: 0 open, 2 told, 2 in all, 2 of a failure, closed true",
                        "with heap, timeout: told 1 at once, of SocketTimeoutException, closed true",
                        "without heap, close: 0 open, 2 told, 2 in all, 2 of a failure, closed true",
                        "without heap, timeout: told 1 at once, of SocketTimeoutException, closed true"),
                // The rest is the JDK's own, whose logging finds no memory.
                output.lines().filter(line -> line.startsWith("with")).toList());
    }

    /** Of a thread that has made no call yet, and has no memory of its own to make one with. */
    @Test
    void aWakeupAndACloseNeedNoDirectMemory() throws Exception {
        String output =
                ChildJvm.run(List.of(), List.of("-XX:MaxDirectMemorySize=2m"), NoMemoryWakeups.class, backend.name());
        assertEquals(
                List.of("before ran", "without ran", "after ran", "the end of the poll ran"),
                output.lines().toList());
    }

    /** Nothing of a loop takes a thread that it can't do without, and a group that can't have its threads is closed whole. */
    @Test
    void noThreadIsLeft() throws Exception {
        String output = ChildJvm.run(OtherUser.withThreads(100), List.of(), NoThreads.class, backend.name());
        assertEquals(
                List.of(
                        "=a thread is refused after many",
                        "=served 42, 1 task, 1 timer, ready for a failure: true",
                        "=no group: unable to create native thread",
                        "=descriptors left: 0",
                        "=a group runs"),
                output.lines().filter(line -> line.startsWith("=")).toList(), // the rest are the JVM's warnings
                output);
    }

    private boolean isFfm() {
        return backend == Backend.EPOLL && "ffm".equals(System.getProperty(TestBinding.PROPERTY));
    }

    private void start(List<String> prefix, List<String> jvmArguments, int bytes) throws Exception {
        server = ChildJvm.start(prefix, jvmArguments, FirstFailureServer.class, backend.name(), "" + bytes);
        reader = new Thread(this::read, "output of the server");
        reader.setDaemon(true);
        reader.start();
        address = new InetSocketAddress(
                InetAddress.getLoopbackAddress(),
                Integer.parseInt(await("=port").split(" ")[1]));
    }

    private void read() {
        try (BufferedReader lines = server.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                synchronized (said) {
                    said.add(line);
                }
                if (line.startsWith("=")) {
                    answers.add(line);
                }
            }
        } catch (IOException e) {
            answers.add(e.toString());
        }
    }

    private String said() {
        synchronized (said) {
            return String.join("\n", said);
        }
    }

    private String await(String what) throws InterruptedException {
        String answer = answers.poll(Await.LIMIT_NANOS, TimeUnit.NANOSECONDS);
        assertTrue(answer != null && answer.startsWith(what), () -> what + " was expected: " + answer + "\n" + said());
        return answer;
    }

    private void tell(char command) throws IOException {
        server.getOutputStream().write(command);
        server.getOutputStream().flush();
    }

    /** Waits, timers, connections turned away, failures of the handler. */
    private long[] counters() throws Exception {
        tell('s');
        String[] words = await("=counters").split(" ");
        return Arrays.stream(words).skip(1).mapToLong(Long::parseLong).toArray();
    }

    private void openSome() throws IOException {
        for (int i = 0; i < OPEN; i++) {
            open.add(SocketChannel.open(address));
        }
        assertOpenAreServed();
    }

    private void flood() throws IOException {
        SocketChannel channel = SocketChannel.open();
        flood.add(channel);
        channel.configureBlocking(false);
        channel.connect(address);
    }

    private void relieve() throws IOException {
        for (SocketChannel each : flood) {
            each.close();
        }
        flood.clear();
    }

    private void assertOpenAreServed() throws IOException {
        for (SocketChannel each : open) {
            assertTrue(isServed(each), this::said);
        }
    }

    /** On a socket whose reads have a limit in time. */
    private static boolean isServed(SocketChannel channel) throws IOException {
        channel.socket().setSoTimeout((int) TimeUnit.NANOSECONDS.toMillis(Await.LIMIT_NANOS));
        channel.write(ByteBuffer.wrap(new byte[] {42}));
        return channel.socket().getInputStream().read() == 42;
    }

    /** Serves those that are open until a condition holds. Fails with what the server said. */
    private void untilServing(String what, Await.Condition condition) {
        try {
            Await.until(what, condition, this::assertOpenAreServed);
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "; the server said:\n" + said(), e);
        }
    }

    private void assertNewIsServed() {
        Await.until("a new connection is served", () -> {
            try (SocketChannel fresh = SocketChannel.open(address)) {
                return isServed(fresh);
            } catch (SocketException e) {
                return false; // turned away by a reset
            }
        });
    }

    private boolean isAnyOfTheFloodClosed() throws IOException {
        for (SocketChannel each : flood) {
            try {
                if (each.finishConnect() && each.read(ByteBuffer.allocate(1)) < 0) {
                    return true;
                }
            } catch (SocketException e) {
                return true;
            }
        }
        return false;
    }

    /**
     * Nobody talks to it meanwhile: it wakes for the ends of its pauses, and each costs a few waits. With each pause a connection
     * comes, or there may be none left to pause for: those that waited were all turned away.
     */
    private void assertDoesNotSpin() throws Exception {
        long[] before = counters();
        long[] now = before;
        long flooded = -1;
        while (now[1] < before[1] + 3) {
            if (now[1] != flooded) {
                flooded = now[1];
                flood();
            }
            now = counters();
        }
        long waits = now[0] - before[0];
        long timers = now[1] - before[1];
        assertTrue(waits <= 5 * timers + 5, waits + " waits for " + timers + " pauses");
    }

    private void end() throws Exception {
        server.getOutputStream().close();
        await("=end");
        assertEquals(0, server.waitFor(), this::said);
        Await.end(reader);
        assertFalse(said().contains("NoClassDefFoundError"), this::said);
    }
}
