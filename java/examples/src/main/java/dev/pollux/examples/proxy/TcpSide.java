package dev.pollux.examples.proxy;

import dev.pollux.readiness.Interest;
import dev.pollux.readiness.Readiness;
import dev.pollux.readiness.ReadinessCallback;
import dev.pollux.readiness.ReadinessDispatcher;
import dev.pollux.readiness.Registration;
import dev.pollux.readiness.StreamSocket;
import dev.pollux.readiness.WriteQueue;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * One end of a link: reads for the other, and writes what the other has read. While the other's queue is above its high
 * water mark nothing is read here, so that TCP's window tells the sender to wait: back-pressure from end to end.
 */
final class TcpSide implements ReadinessCallback, WriteQueue.Listener {
    private static final int LOW_WATER_BYTES = 64 * 1024;
    private static final int HIGH_WATER_BYTES = 256 * 1024;

    private final TcpLink link;
    private final StreamSocket socket;
    private final ByteBuffer buffer;
    private TcpSide other;
    private Registration registration;
    private WriteQueue queue;
    private boolean ended; // nothing more comes from this end
    private boolean finished; // nothing more is written to it

    TcpSide(TcpLink link, StreamSocket socket, ByteBuffer buffer) {
        this.link = link;
        this.socket = socket;
        this.buffer = buffer;
    }

    void open(ReadinessDispatcher loop, TcpSide otherSide) throws IOException {
        other = otherSide;
        registration = loop.register(socket, Interest.READ, this);
        queue = WriteQueue.builder(registration)
                .waterMarks(LOW_WATER_BYTES, HIGH_WATER_BYTES)
                .listener(this)
                .open();
    }

    StreamSocket socket() {
        return socket;
    }

    boolean isFinished() {
        return finished;
    }

    @Override
    public void onReady(Registration current, Readiness readiness) {
        try {
            int count = socket.read(buffer.clear());
            if (count > 0) {
                link.active();
                other.queue.write(buffer.flip()); // stays far from the limit: above the mark nothing is read
            } else if (count < 0) {
                ended = true;
                registration.modify(Interest.NONE);
                other.queue.finish(); // half-close goes on to the other end, behind what was read before
            }
        } catch (IOException e) {
            link.reset(); // the other end is not to take what it has for the whole
        }
    }

    @Override
    public void onHighWater(WriteQueue full) {
        other.read(Interest.NONE);
    }

    @Override
    public void onLowWater(WriteQueue drained) {
        link.active();
        other.read(Interest.READ);
    }

    private void read(Interest interest) {
        if (!ended && registration.isOpen()) {
            registration.modify(interest);
        }
    }

    @Override
    public void onFinished(WriteQueue done) {
        finished = true;
        link.closeIfDone();
    }

    @Override
    public void onFailure(WriteQueue failed, IOException failure) {
        link.reset();
    }
}
