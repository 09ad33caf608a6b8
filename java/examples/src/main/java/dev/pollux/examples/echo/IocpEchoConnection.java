package dev.pollux.examples.echo;

import dev.pollux.completion.CompletionSocket;
import dev.pollux.completion.Operation;
import dev.pollux.completion.ReadOperation;
import dev.pollux.completion.WriteOperation;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * One connection: a read, a write of all that was read, the next read. One of the two is pending at any time, so a peer that
 * does not take its echo is not read from, and costs one buffer. Its callbacks come on any of the port's threads, but one
 * after another: each operation is submitted by the callback before.
 */
final class IocpEchoConnection {
    private final CompletionSocket socket;
    private final IocpEchoBuffers buffers;
    private final ByteBuffer buffer;
    private final ReadOperation read;
    private final WriteOperation write;

    IocpEchoConnection(CompletionSocket socket, IocpEchoBuffers buffers) {
        this.socket = socket;
        this.buffers = buffers;
        this.buffer = buffers.take();
        this.read = socket.read(buffer, this::onRead).onFailure(this::onFailure);
        this.write = socket.write(buffer, this::onWritten).onFailure(this::onFailure);
    }

    void start() {
        read.submit();
    }

    private void onRead(ReadOperation operation, long count) {
        if (count < 0) {
            close(); // all that came before the end has been sent back
        } else {
            buffer.flip();
            write.submit();
        }
    }

    private void onWritten(WriteOperation operation, long count) {
        buffer.clear();
        read.submit();
    }

    /** Reset by the peer, as any peer may, or the port was closed. */
    private void onFailure(Operation<?> operation, IOException failure) {
        close();
    }

    /** Called when neither operation is pending, by the callback of the last. */
    private void close() {
        socket.close();
        buffers.giveBack(buffer);
    }
}
