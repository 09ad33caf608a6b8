package dev.pollux.benchmarks.micro;

import dev.pollux.benchmarks.Contestants;
import dev.pollux.completion.CompletionPort;
import dev.pollux.completion.CompletionSocket;
import dev.pollux.completion.Operation;
import dev.pollux.completion.PostOperation;
import dev.pollux.completion.ReadOperation;
import dev.pollux.completion.WriteOperation;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * One operation on a completion port, from its submit until its callback has returned, one at a time: so each pays for a whole
 * turn of the port. A server has many in a turn.
 *
 * <p>The peer of a read or a write is a plain socket of the JDK's, which sends or takes the bytes of {@value #OPERATIONS_A_CALL}
 * operations at once. That share of its call is in the time.
 */
public class CompletionBenchmark extends MicroBenchmark {
    /** How many operations a call of a method submits. */
    static final int OPERATIONS_A_CALL = 256;

    private static final int MESSAGE_BYTES = 64;

    /** Who. */
    @Param({
        Contestants.POLLUX_IO_URING,
        Contestants.POLLUX_IO_URING + " jni",
        Contestants.POLLUX_IO_URING + " jnr",
        Contestants.POLLUX_EMULATED,
        Contestants.POLLUX_EMULATED + " jni",
        Contestants.POLLUX_EMULATED + " jnr"
    })
    public String contestant;

    private final ByteBuffer message = ByteBuffer.allocateDirect(MESSAGE_BYTES);
    private final ByteBuffer bulk = ByteBuffer.allocateDirect(MESSAGE_BYTES * OPERATIONS_A_CALL);
    private CompletionPort port;
    private SocketChannel peer;
    private CompletionSocket socket;
    private PostOperation post;
    private ReadOperation read;
    private WriteOperation write;
    private int completed;

    @Setup
    public void open() throws IOException {
        port = CompletionPorts.open(contestant);
        post = port.post((operation, data) -> completed++);
        try (ServerSocketChannel listener = ServerSocketChannel.open()) {
            listener.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0));
            port.connect((InetSocketAddress) listener.getLocalAddress(), (operation, result) -> {
                        socket = operation.socket();
                        completed++;
                    })
                    .submit();
            awaitOne(); // the system connects it before anybody accepts it
            peer = listener.accept();
        }
        socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
        read = socket.read(message, this::onTransferred);
        write = socket.write(message, this::onTransferred);
    }

    private void onTransferred(Operation<?> operation, long count) throws IOException {
        if (count != MESSAGE_BYTES) {
            throw new IOException("a message of " + count + " bytes");
        }
        completed++;
    }

    /** What a callback throws goes to the port's error handler: then this one never comes, and the run fails by its time. */
    private void awaitOne() throws IOException {
        while (completed == 0) {
            port.poll(-1);
        }
        completed = 0;
    }

    @Benchmark
    public void posts() throws IOException {
        for (int i = 0; i < OPERATIONS_A_CALL; i++) {
            post.submit();
            awaitOne();
        }
    }

    @Benchmark
    public void readsOfWhatIsThere() throws IOException {
        bulk.clear();
        while (bulk.hasRemaining()) {
            peer.write(bulk);
        }
        for (int i = 0; i < OPERATIONS_A_CALL; i++) {
            message.clear();
            read.submit();
            awaitOne();
        }
    }

    @Benchmark
    public void writes() throws IOException {
        for (int i = 0; i < OPERATIONS_A_CALL; i++) {
            message.clear();
            write.submit();
            awaitOne();
        }
        bulk.clear();
        while (bulk.hasRemaining()) {
            peer.read(bulk);
        }
    }

    @TearDown
    public void close() throws IOException {
        port.close();
        peer.close();
    }
}
