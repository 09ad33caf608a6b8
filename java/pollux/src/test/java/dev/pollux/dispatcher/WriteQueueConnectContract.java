package dev.pollux.dispatcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.Backend;
import dev.pollux.VacantAddress;
import dev.pollux.readiness.Interest;
import dev.pollux.readiness.ReadinessCallback;
import dev.pollux.readiness.Registration;
import dev.pollux.readiness.StreamListener;
import dev.pollux.readiness.StreamSocket;
import dev.pollux.readiness.TriggerMode;
import dev.pollux.readiness.WriteQueue;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Write queues of sockets that connect. */
@Timeout(60)
abstract class WriteQueueConnectContract extends DispatcherContract {
    private final List<String> told = new ArrayList<>();
    private IOException failure;
    private StreamListener listener;

    WriteQueueConnectContract(Backend backend) {
        super(backend);
    }

    @BeforeEach
    final void bind() throws IOException {
        listener = opened(dispatcher.openListener());
        listener.bind(loopback(), 16);
    }

    private final WriteQueue.Listener log = new WriteQueue.Listener() {
        @Override
        public void onFinished(WriteQueue queue) {
            told.add("finished");
        }

        @Override
        public void onFailure(WriteQueue queue, IOException e) {
            told.add("failure");
            failure = e;
        }
    };

    private static ByteBuffer ascii(String s) {
        return ByteBuffer.wrap(s.getBytes(StandardCharsets.US_ASCII));
    }

    private WriteQueue queue(StreamSocket socket, Interest interest, TriggerMode mode, ReadinessCallback callback)
            throws IOException {
        Registration registration = dispatcher.register(socket, interest, mode, callback);
        return WriteQueue.builder(registration).listener(log).open();
    }

    private StreamSocket accepted() {
        StreamSocket[] accepted = new StreamSocket[1];
        turnUntil("it is accepted", () -> (accepted[0] = listener.accept()) != null);
        return opened(accepted[0]);
    }

    /** Reads until the end of the stream, while the loop turns. */
    private String readAll(StreamSocket from) {
        StringBuilder text = new StringBuilder();
        ByteBuffer buffer = ByteBuffer.allocate(1024);
        turnUntil("the end of the stream", () -> {
            int count = from.read(buffer.clear());
            text.append(new String(buffer.array(), 0, Math.max(0, count), StandardCharsets.US_ASCII));
            return count < 0;
        });
        return text.toString();
    }

    @ParameterizedTest
    @EnumSource(
            value = TriggerMode.class,
            names = {"LEVEL", "EDGE"})
    void whatIsWrittenWhileItConnectsGoesOutOnceItIs(TriggerMode mode) throws Exception {
        org.junit.jupiter.api.Assumptions.assumeTrue(
                dispatcher.port().supports(mode), () -> backend + " has no " + mode);
        StreamSocket socket = opened(dispatcher.port().connect(listener.localAddress()));
        WriteQueue queue = queue(socket, Interest.READ, mode, (registration, readiness) -> told.add("readable"));
        queue.write(ascii("early"));
        queue.flush();
        queue.finish();
        assertEquals(List.of(), told, "within a call");
        assertEquals("early", readAll(accepted()));
        turnUntil("told", () -> !told.isEmpty());
        assertEquals(List.of("finished"), told);
        assertTrue(socket.isOpen());
        assertNoReports();
    }

    @Test
    void withNothingWrittenAFinishWaitsToo() throws Exception {
        StreamSocket socket = opened(dispatcher.port().connect(listener.localAddress()));
        queue(socket, Interest.NONE, TriggerMode.LEVEL, (registration, readiness) -> told.add("called"))
                .finish();
        assertEquals("", readAll(accepted()));
        turnUntil("told", () -> !told.isEmpty());
        assertEquals(List.of("finished"), told);
        assertNoReports();
    }

    /** The peer takes it only when this test has seen that nothing was told. */
    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "a full listener is silent on Linux, and refuses elsewhere")
    void nothingIsToldBeforeThereIsAConnection() throws Exception {
        StreamListener full = opened(dispatcher.openListener());
        full.bind(loopback(), 1);
        List<SocketChannel> others = new ArrayList<>();
        for (int i = 0; i < 2; i++) { // as many as its queue takes
            others.add(opened(SocketChannel.open(full.localAddress())));
        }
        StreamSocket socket = opened(dispatcher.port().connect(full.localAddress()));
        assertFalse(socket.finishConnect());
        WriteQueue queue = queue(socket, Interest.READ, TriggerMode.LEVEL, (registration, readiness) -> {});
        queue.write(ascii("early"));
        queue.finish();
        for (int i = 0; i < 5; i++) {
            dispatcher.runOnce(MILLI);
        }
        assertEquals(List.of(), told);
        assertEquals(5, queue.pendingBytes());
        listener = full; // from now on it accepts
        for (SocketChannel each : others) {
            accepted();
        }
        assertEquals("early", readAll(accepted()));
        turnUntil("told", () -> !told.isEmpty());
        assertEquals(List.of("finished"), told);
        assertNoReports();
    }

    @Test
    void aRefusedConnectDropsTheQueueAndTells() throws Exception {
        try (VacantAddress vacant = new VacantAddress()) {
            StreamSocket socket = opened(dispatcher.port().connect(vacant.address()));
            WriteQueue queue = queue(socket, Interest.READ, TriggerMode.LEVEL, (registration, readiness) -> {
                told.add("called");
            });
            ByteBuffer held = ByteBuffer.allocateDirect(4096);
            queue.write(ascii("in vain"));
            queue.write(held, buffer -> told.add("released"));
            queue.finish();
            turnUntil("told", () -> told.contains("failure"));
            dispatcher.runOnce(MILLI);
            assertEquals(List.of("released", "failure"), told);
            assertInstanceOf(ConnectException.class, failure);
            assertEquals(0, queue.pendingBytes());
            assertFalse(queue.registration().isOpen());
            assertFalse(socket.isOpen());
            assertFalse(queue.offer(ascii("x")));
            assertNoReports();
        }
    }

    /** A program that looks after its connects itself, and has a queue. */
    @Test
    void theCallbackMayFinishTheConnect() throws Exception {
        StreamSocket socket = opened(dispatcher.port().connect(listener.localAddress()));
        WriteQueue queue = queue(socket, Interest.WRITE, TriggerMode.LEVEL, (registration, readiness) -> {
            if (!told.contains("connected")) {
                assertTrue(socket.finishConnect());
                told.add("connected");
                registration.modify(Interest.READ);
            }
        });
        queue.write(ascii("early"));
        queue.finish();
        assertEquals("early", readAll(accepted()));
        turnUntil("told", () -> told.contains("finished"));
        assertEquals(List.of("connected", "finished"), told);
        assertNoReports();
    }

    @Test
    void theCallbackMayLearnOfTheRefusal() throws Exception {
        try (VacantAddress vacant = new VacantAddress()) {
            StreamSocket socket = opened(dispatcher.port().connect(vacant.address()));
            WriteQueue queue = queue(socket, Interest.WRITE, TriggerMode.LEVEL, (registration, readiness) -> {
                try {
                    socket.finishConnect();
                } catch (ConnectException e) {
                    told.add("refused");
                }
            });
            queue.write(ascii("in vain"));
            turnUntil("told", () -> !told.isEmpty());
            dispatcher.runOnce(MILLI);
            assertEquals(List.of("refused"), told);
            assertFalse(socket.isOpen());
            assertEquals(0, queue.pendingBytes());
            assertNoReports();
        }
    }
}
