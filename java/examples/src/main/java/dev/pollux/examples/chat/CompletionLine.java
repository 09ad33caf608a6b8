package dev.pollux.examples.chat;

import dev.pollux.completion.CompletionSocket;
import dev.pollux.completion.LentBuffer;
import dev.pollux.completion.ReadStream;
import dev.pollux.completion.WriteOperation;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/** A connection on a completion port: a stream of what it says, and the writes one after another. */
final class CompletionLine implements ChatLine {
    private static final int CHUNK_BYTES = 4 * 1024;

    private final CompletionSocket socket;
    private final ChatLimits limits;
    private final ReadStream input;
    private final WriteOperation write;
    private final ArrayDeque<ByteBuffer> chunks = new ArrayDeque<>(); // the first is the system's while it is written
    private Listener listener;
    private int pendingBytes;
    private boolean writing;
    private boolean high;
    private boolean finishing;

    CompletionLine(CompletionSocket socket, ChatLimits limits) {
        this.socket = socket;
        this.limits = limits;
        chunks.addLast(ByteBuffer.allocateDirect(CHUNK_BYTES));
        input = socket.readStream(this::onInput)
                .onEnd(stream -> listener.onEnd())
                .onFailure((stream, failure) -> fail());
        write = socket.write(chunks.peekFirst(), this::onWritten).onFailure((operation, failure) -> fail());
    }

    @Override
    public void open(Listener newListener) throws IOException {
        listener = newListener;
        socket.setOption(StandardSocketOptions.SO_SNDBUF, SEND_BUFFER_BYTES);
        input.submit();
    }

    private void onInput(ReadStream stream, LentBuffer buffer) {
        listener.onInput(buffer.data());
        buffer.giveBack();
    }

    @Override
    public boolean offer(ByteBuffer bytes) {
        if (pendingBytes + bytes.remaining() > limits.queueBytes()) {
            return false;
        }
        pendingBytes += bytes.remaining();
        while (bytes.hasRemaining()) {
            ByteBuffer chunk = room();
            int count = Math.min(bytes.remaining(), chunk.remaining());
            chunk.put(chunk.position(), bytes, bytes.position(), count).position(chunk.position() + count);
            bytes.position(bytes.position() + count);
        }
        if (!writing) {
            submitWrite();
        }
        if (!high && pendingBytes > limits.highWaterBytes()) {
            high = true;
            listener.onHighWater();
        }
        return true;
    }

    /** {@return the last chunk, or a new one if the last is full, or the system's} */
    private ByteBuffer room() {
        ByteBuffer last = chunks.peekLast();
        if (last == null || !last.hasRemaining() || writing && chunks.size() == 1) {
            last = ByteBuffer.allocateDirect(CHUNK_BYTES);
            chunks.addLast(last);
        }
        return last;
    }

    private void submitWrite() {
        writing = true;
        write.buffer(chunks.peekFirst().flip()).submit();
    }

    private void onWritten(WriteOperation operation, long count) {
        writing = false;
        pendingBytes -= (int) count;
        ByteBuffer written = chunks.pollFirst();
        if (chunks.isEmpty()) {
            chunks.addLast(written.clear());
        } else {
            submitWrite();
        }
        if (high && pendingBytes <= limits.highWaterBytes() / 4) {
            high = false;
            listener.onLowWater();
        }
        tellIfFinished();
    }

    private void tellIfFinished() {
        if (finishing && pendingBytes == 0 && socket.isOpen()) {
            listener.onFinished();
        }
    }

    /** Reset by the peer, as any peer may, or closed by us. */
    private void fail() {
        if (socket.isOpen()) {
            listener.onFailure();
        }
    }

    @Override
    public int pendingBytes() {
        return pendingBytes;
    }

    @Override
    public void pause() {
        input.pause();
    }

    @Override
    public void resume() {
        input.resume();
    }

    @Override
    public void finish() {
        finishing = true;
        tellIfFinished();
    }

    @Override
    public void close() {
        socket.close();
    }
}
