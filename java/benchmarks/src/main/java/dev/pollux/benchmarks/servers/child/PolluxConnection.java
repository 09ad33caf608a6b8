package dev.pollux.benchmarks.servers.child;

import dev.pollux.readiness.Interest;
import dev.pollux.readiness.Readiness;
import dev.pollux.readiness.ReadinessCallback;
import dev.pollux.readiness.Registration;
import dev.pollux.readiness.StreamSocket;
import java.io.IOException;
import java.nio.ByteBuffer;

/** One connection on Pollux: a read and a write an event. A peer that does not take its reply is not read from. */
final class PolluxConnection implements ReadinessCallback {
    private final StreamSocket socket;
    private final ByteBuffer buffer;
    private final UnsentBuffers buffers;
    private final Exchange exchange;

    /** What the peer has not taken yet, or null while there is nothing. */
    private ByteBuffer unsent;

    PolluxConnection(StreamSocket socket, ByteBuffer buffer, UnsentBuffers buffers, Exchange exchange) {
        this.socket = socket;
        this.buffer = buffer;
        this.buffers = buffers;
        this.exchange = exchange;
    }

    @Override
    public void onReady(Registration registration, Readiness readiness) {
        try {
            if (unsent == null) {
                serve(registration);
            } else {
                sendRest(registration);
            }
        } catch (IOException e) {
            close(); // reset by the peer
        }
    }

    private void serve(Registration registration) throws IOException {
        int count = socket.read(buffer.clear());
        if (count < 0) {
            close();
        } else if (count > 0) {
            ByteBuffer reply = exchange.reply(buffer.flip());
            if (reply.hasRemaining()) {
                socket.write(reply);
                if (reply.hasRemaining()) {
                    unsent = buffers.keep(reply);
                    registration.modify(Interest.WRITE);
                }
            }
        }
    }

    private void sendRest(Registration registration) throws IOException {
        socket.write(unsent);
        if (!unsent.hasRemaining()) {
            giveBack();
            registration.modify(Interest.READ);
        }
    }

    private void close() {
        giveBack();
        socket.close();
    }

    private void giveBack() {
        buffers.giveBack(unsent);
        unsent = null;
    }
}
