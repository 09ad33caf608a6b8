package dev.pollux.benchmarks.servers.child;

import dev.pollux.completion.CompletionSocket;
import dev.pollux.completion.ReadOperation;
import dev.pollux.completion.WriteOperation;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/** On a completion port: it waits by a read without room, and has a buffer from then until its reply is written. */
final class SpareBufferConnection {
    private static final ByteBuffer NO_ROOM = ByteBuffer.allocateDirect(0);

    private final CompletionSocket socket;
    private final ArrayDeque<ByteBuffer> spare;
    private final ReadOperation await;
    private final ReadOperation read;
    private final WriteOperation write;
    private ByteBuffer buffer;

    /** @param spare the loop's buffers that nobody has */
    SpareBufferConnection(CompletionSocket socket, ArrayDeque<ByteBuffer> spare) {
        this.socket = socket;
        this.spare = spare;
        await = socket.read(NO_ROOM, this::onReadable);
        read = socket.read(NO_ROOM, this::onRead);
        write = socket.write(NO_ROOM, this::onWritten);
        read.onFailure((operation, failure) -> fail());
        write.onFailure((operation, failure) -> fail());
    }

    void start() {
        await.submit();
    }

    private void onReadable(ReadOperation operation, long count) {
        buffer = spare.pollLast();
        if (buffer == null) {
            buffer = ByteBuffer.allocateDirect(OwnBufferConnection.BYTES);
        }
        read.buffer(buffer.clear()).submit();
    }

    private void onRead(ReadOperation operation, long count) {
        if (count < 0) {
            fail();
        } else {
            write.buffer(buffer.flip()).submit();
        }
    }

    private void onWritten(WriteOperation operation, long count) {
        giveBack();
        await.submit();
    }

    private void giveBack() {
        spare.addLast(buffer);
        buffer = null;
    }

    private void fail() {
        giveBack();
        socket.close();
    }
}
