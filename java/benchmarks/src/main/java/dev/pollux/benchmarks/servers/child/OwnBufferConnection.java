package dev.pollux.benchmarks.servers.child;

import dev.pollux.completion.CompletionSocket;
import dev.pollux.completion.ReadOperation;
import dev.pollux.completion.WriteOperation;
import java.nio.ByteBuffer;

/** On a completion port: a read, a write, a read, by a buffer of its own. */
final class OwnBufferConnection {
    static final int BYTES = 8 * 1024;
    private static final int LINE = 64; // of the processor's cache: a buffer of the JDK's begins 16 bytes after one

    private final CompletionSocket socket;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BYTES + LINE).alignedSlice(LINE);
    private final ReadOperation read;
    private final WriteOperation write;

    OwnBufferConnection(CompletionSocket socket) {
        this.socket = socket;
        read = socket.read(buffer, this::onRead);
        write = socket.write(buffer, this::onWritten);
    }

    void start() {
        read.submit();
    }

    private void onRead(ReadOperation operation, long count) {
        if (count < 0) {
            socket.close();
        } else {
            buffer.flip();
            write.submit();
        }
    }

    private void onWritten(WriteOperation operation, long count) {
        buffer.clear();
        read.submit();
    }
}
