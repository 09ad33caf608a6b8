package dev.pollux.examples.chat;

import dev.pollux.readiness.Interest;
import dev.pollux.readiness.Readiness;
import dev.pollux.readiness.ReadinessCallback;
import dev.pollux.readiness.ReadinessDispatcher;
import dev.pollux.readiness.Registration;
import dev.pollux.readiness.StreamSocket;
import dev.pollux.readiness.WriteQueue;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;

/** A connection on a readiness port, with the library's write queue. */
final class ReadinessLine implements ChatLine, ReadinessCallback, WriteQueue.Listener {
    private final ReadinessDispatcher loop;
    private final StreamSocket socket;
    private final ByteBuffer input;
    private final ChatLimits limits;
    private Listener listener;
    private Registration registration;
    private WriteQueue queue;

    /** @param input shared by all of a loop: it holds nothing between two events */
    ReadinessLine(ReadinessDispatcher loop, StreamSocket socket, ByteBuffer input, ChatLimits limits) {
        this.loop = loop;
        this.socket = socket;
        this.input = input;
        this.limits = limits;
    }

    @Override
    public void open(Listener newListener) throws IOException {
        listener = newListener;
        socket.setOption(StandardSocketOptions.SO_SNDBUF, SEND_BUFFER_BYTES);
        registration = loop.register(socket, Interest.READ, this);
        queue = WriteQueue.builder(registration)
                .waterMarks(limits.highWaterBytes() / 4, limits.highWaterBytes())
                .limit(limits.queueBytes())
                .listener(this)
                .open();
    }

    @Override
    public void onReady(Registration current, Readiness readiness) {
        int count;
        try {
            count = socket.read(input.clear());
        } catch (IOException e) {
            listener.onFailure();
            return;
        }
        if (count < 0) {
            listener.onEnd();
        } else if (count > 0) {
            listener.onInput(input.flip());
        }
    }

    @Override
    public boolean offer(ByteBuffer bytes) {
        return queue.offer(bytes);
    }

    @Override
    public int pendingBytes() {
        return queue.pendingBytes();
    }

    @Override
    public void pause() {
        registration.modify(Interest.NONE);
    }

    @Override
    public void resume() {
        registration.modify(Interest.READ);
    }

    @Override
    public void finish() {
        queue.finish();
    }

    @Override
    public void close() {
        socket.close();
    }

    @Override
    public void onHighWater(WriteQueue full) {
        listener.onHighWater();
    }

    @Override
    public void onLowWater(WriteQueue drained) {
        listener.onLowWater();
    }

    @Override
    public void onFinished(WriteQueue done) {
        listener.onFinished();
    }

    @Override
    public void onFailure(WriteQueue failed, IOException failure) {
        listener.onFailure();
    }
}
