package dev.pollux.completion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;

import dev.pollux.Await;
import dev.pollux.Backend;
import dev.pollux.Diagnostics;
import dev.pollux.Finding;
import dev.pollux.StateScene;
import dev.pollux.StateTable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/** Every call on every kind of stream, and on a lent buffer, in every state: one table for all kinds and all backends. */
@Timeout(600)
class StreamTableTest {
    private static final long TURN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** Makes a stream of a kind. */
    @FunctionalInterface
    private interface Kind {
        CompletionStream<?, ?> of(StateScene scene, CompletionPort port) throws IOException;
    }

    private static Map<String, Kind> kinds() {
        Map<String, Kind> kinds = new LinkedHashMap<>();
        kinds.put("AcceptStream", (scene, port) -> listener(port).acceptStream());
        kinds.put("ReadStream", (scene, port) -> connection(scene, port).readStream());
        kinds.put("ReceiveStream", (scene, port) -> port.openUdpSocket(StateScene.loopback())
                .receiveStream());
        return kinds;
    }

    private static List<Backend> backends() {
        List<Backend> all = Diagnostics.backends().stream()
                .filter(Finding::available)
                .map(finding -> Backend.valueOf(finding.name().toUpperCase(Locale.ROOT)))
                .filter(Backend::isOfCompletion)
                .toList();
        assumeFalse(all.isEmpty(), "there is no completion backend here");
        return all;
    }

    private static CompletionPort port(StateScene scene, Backend backend) throws IOException {
        CompletionPort port =
                scene.opened(CompletionPort.builder().backend(backend).open());
        port.errorHandler((source, failure) -> {});
        return port;
    }

    private static CompletionListener listener(CompletionPort port) throws IOException {
        CompletionListener listener = port.openListener();
        listener.bind(StateScene.loopback(), 8);
        return listener;
    }

    private static CompletionSocket connection(StateScene scene, CompletionPort port) throws IOException {
        CompletionListener listener = listener(port);
        CompletionSocket[] accepted = new CompletionSocket[1];
        listener.accept((accept, none) -> accepted[0] = accept.socket()).submit();
        scene.opened(SocketChannel.open(listener.localAddress()));
        Await.until("the connection", () -> accepted[0] != null, () -> port.poll(TURN_NANOS));
        return accepted[0];
    }

    private static <S extends CompletionStream<S, R>, R> int[] telling(CompletionStream<S, R> stream) {
        int[] told = new int[1];
        stream.onResult((same, result) -> {})
                .onEnd(same -> told[0]++)
                .onStopped(same -> told[0]++)
                .onFailure((same, failure) -> told[0]++);
        return told;
    }

    private static void awaitTold(CompletionStream<?, ?> stream, int[] told) {
        Await.until(
                "the end of " + stream, () -> told[0] > 0, () -> stream.port().poll(TURN_NANOS));
        assertEquals(1, told[0], "told of the end of " + stream);
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // of any kind
    private static int[] tellingAny(CompletionStream<?, ?> stream) {
        return telling((CompletionStream) stream);
    }

    private static CompletionStream<?, ?> in(String state, Kind kind, StateScene scene, Backend backend)
            throws IOException {
        CompletionPort port = port(scene, backend);
        CompletionStream<?, ?> stream = kind.of(scene, port);
        int[] told = tellingAny(stream);
        switch (state) {
            case "pending" -> stream.submit();
            case "paused" -> {
                stream.pause();
                stream.submit();
            }
            case "stopped" -> {
                stream.submit();
                stream.stop();
                awaitTold(stream, told);
            }
            case "closed" -> source(stream).close();
            case "port closed" -> port.close();
            default -> assertEquals("idle", state);
        }
        return stream;
    }

    private static CompletionChannel source(CompletionStream<?, ?> stream) {
        if (stream instanceof AcceptStream accept) {
            return accept.listener();
        }
        return stream instanceof ReadStream read ? read.socket() : ((ReceiveStream) stream).socket();
    }

    /** Stops it, if it can be submitted or is pending, and waits for its end, of which it is told once. */
    private static String toldOnce(CompletionStream<?, ?> stream) {
        int[] told = tellingAny(stream);
        stream.submit();
        stream.stop();
        awaitTold(stream, told);
        return "told";
    }

    @TestFactory
    Stream<DynamicNode> streams() {
        return backends().stream().flatMap(backend -> kinds().entrySet().stream()
                .map(kind -> dynamicContainer(
                        backend + " " + kind.getKey(),
                        table(kind.getValue(), backend).tests(Backend.NIO))));
    }

    @SuppressWarnings("rawtypes") // of any kind
    private static StateTable<CompletionStream> table(Kind kind, Backend backend) {
        StateTable<CompletionStream> t = new StateTable<>(CompletionStream.class, "CompletionStream");
        t.call("port()", stream -> stream.port() != null);
        t.run("submit()", stream -> stream.submit());
        t.call("submit() told", stream -> toldOnce(stream));
        t.run("submit() twice", stream -> {
            stream.submit();
            stream.submit();
        });
        t.call("stop()", stream -> stream.stop());
        t.run("stop() twice", stream -> {
            stream.stop();
            stream.stop();
        });
        t.run("pause()", stream -> {
            stream.pause();
            stream.pause();
        });
        t.run("resume()", stream -> {
            stream.resume();
            stream.resume();
        });
        t.call("isPending()", stream -> stream.isPending());
        t.call("isStopped()", stream -> stream.isStopped());
        t.call("onResult(StreamCallback)", stream -> tellingAny(stream).length);
        t.call("onResult(StreamCallback) null", stream -> any(stream).onResult(null));
        t.call("onEnd(StreamEndCallback) null", stream -> any(stream).onEnd(null) == stream);
        t.call("onStopped(StreamEndCallback) null", stream -> any(stream).onStopped(null) == stream);
        t.call("onFailure(FailureCallback) null", stream -> any(stream).onFailure(null) == stream);
        t.call("timeoutNanos(long)", stream -> any(stream).timeoutNanos(1) == stream);
        t.call("timeoutNanos(long) most", stream -> any(stream).timeoutNanos(Long.MAX_VALUE) == stream);
        t.call("timeoutNanos(long) negative", stream -> any(stream).timeoutNanos(-1));
        t.call("toString()", stream -> stream.toString().contains("["));
        for (String state : List.of("idle", "pending", "paused", "stopped", "closed", "port closed")) {
            t.state(state, scene -> in(state, kind, scene, backend));
        }
        return t;
    }

    private static CompletionStream<?, ?> any(CompletionStream<?, ?> stream) {
        return stream;
    }

    /** A buffer of a connection that stays open, so that it can be being written. */
    private static LentBuffer lent(StateScene scene, Backend backend, String state) throws IOException {
        CompletionPort port = port(scene, backend);
        CompletionListener listener = listener(port);
        LentBuffer[] lent = new LentBuffer[1];
        CompletionSocket[] accepted = new CompletionSocket[1];
        listener.acceptStream((stream, socket) -> {
                    accepted[0] = socket;
                    socket.readStream((same, buffer) -> lent[0] = buffer).submit();
                })
                .submit();
        SocketChannel peer = scene.opened(SocketChannel.open(listener.localAddress()));
        peer.write(ByteBuffer.wrap(new byte[] {1, 2, 3}));
        Await.until("a buffer", () -> lent[0] != null, () -> port.poll(TURN_NANOS));
        switch (state) {
            case "being written" -> accepted[0].writeAndGiveBack(lent[0]); // until the next poll tells its end
            case "given back" -> lent[0].giveBack();
            case "port closed" -> port.close();
            default -> assertEquals("lent", state);
        }
        return lent[0];
    }

    @TestFactory
    Stream<DynamicNode> lentBuffers() {
        return backends().stream()
                .map(backend ->
                        dynamicContainer(backend.toString(), table(backend).tests(Backend.NIO)));
    }

    /** An emulated port may have no binding that could tell. */
    private static boolean hasAddress(LentBuffer buffer, Backend backend) {
        try {
            return buffer.address() != 0;
        } catch (UnsupportedOperationException e) {
            return backend == Backend.EMULATED;
        }
    }

    private static StateTable<LentBuffer> table(Backend backend) {
        StateTable<LentBuffer> t = new StateTable<>(LentBuffer.class, "LentBuffer");
        t.call("data()", buffer -> buffer.data().remaining());
        t.call("receivedLength()", buffer -> buffer.receivedLength());
        t.call("address()", buffer -> hasAddress(buffer, backend));
        t.run("giveBack()", buffer -> buffer.giveBack());
        t.run("giveBack() twice", buffer -> {
            buffer.giveBack();
            buffer.giveBack();
        });
        t.call("toString()", buffer -> buffer.toString().startsWith("LentBuffer["));
        for (String state : List.of("lent", "being written", "given back", "port closed")) {
            t.state(state, scene -> lent(scene, backend, state));
        }
        return t;
    }
}
