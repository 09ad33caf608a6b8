package dev.pollux.benchmarks;

import dev.pollux.Dispatcher;
import dev.pollux.Interest;
import dev.pollux.StreamListener;
import dev.pollux.StreamSocket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One message of 64 bytes through a dispatcher's whole turn, and back: the peer's write, a wait, a read, a write, the
 * peer's read. All on one thread, so that nothing but those calls is measured; the peer is a plain {@link SocketChannel}
 * everywhere.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public abstract class EchoBenchmark {
    private static final int MESSAGE_BYTES = 64;

    private Dispatcher loop;
    private SocketChannel peer;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(MESSAGE_BYTES);
    private final ByteBuffer message = ByteBuffer.allocateDirect(MESSAGE_BYTES);

    @Setup
    public void open() throws IOException {
        loop = Dispatcher.open();
        StreamListener listener = loop.listen(new InetSocketAddress("127.0.0.1", 0), socket -> {
            socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
            loop.register(socket, Interest.READ, (registration, readiness) -> echo(socket));
        });
        peer = SocketChannel.open(listener.localAddress());
        peer.setOption(StandardSocketOptions.TCP_NODELAY, true);
        loop.runOnce(-1);
    }

    private void echo(StreamSocket socket) throws IOException {
        buffer.clear();
        if (socket.read(buffer) < 0) {
            socket.close();
            return;
        }
        socket.write(buffer.flip());
    }

    @Benchmark
    public int echo() throws IOException {
        peer.write(message.clear());
        message.clear();
        while (message.hasRemaining()) {
            loop.runOnce(-1);
            peer.read(message);
        }
        return message.position();
    }

    @TearDown
    public void close() throws IOException {
        peer.close();
        loop.close();
    }

    /** On epoll, by the ffm binding. */
    @Fork(
            value = 1,
            jvmArgsAppend = {"-Ddev.pollux.backend=epoll", "-Ddev.pollux.binding=ffm"})
    public static class Ffm extends EchoBenchmark {}

    /** On epoll, by the jni binding. */
    @Fork(
            value = 1,
            jvmArgsAppend = {"-Ddev.pollux.backend=epoll", "-Ddev.pollux.binding=jni"})
    public static class Jni extends EchoBenchmark {}

    /** On epoll, by the jnr binding. */
    @Fork(
            value = 1,
            jvmArgsAppend = {"-Ddev.pollux.backend=epoll", "-Ddev.pollux.binding=jnr"})
    public static class Jnr extends EchoBenchmark {}

    /** On the selector. */
    @Fork(value = 1, jvmArgsAppend = "-Ddev.pollux.backend=nio")
    public static class Nio extends EchoBenchmark {}
}
