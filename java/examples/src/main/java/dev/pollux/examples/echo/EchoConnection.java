package dev.pollux.examples.echo;

import dev.pollux.readiness.Interest;
import dev.pollux.readiness.Readiness;
import dev.pollux.readiness.ReadinessCallback;
import dev.pollux.readiness.Registration;
import dev.pollux.readiness.StreamSocket;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * One connection: a read and a write a message. A peer that does not take its echo is not read from until it has, so it
 * costs one buffer, and other connections none.
 */
final class EchoConnection implements ReadinessCallback {
    private final StreamSocket socket;
    private final EchoBuffers buffers;

    /** What the peer has not taken yet, or null while there is nothing, which is nearly always. */
    private ByteBuffer unsent;

    EchoConnection(StreamSocket socket, EchoBuffers buffers) {
        this.socket = socket;
        this.buffers = buffers;
    }

    @Override
    public void onReady(Registration registration, Readiness readiness) {
        try {
            if (unsent == null) {
                echo(registration);
            } else {
                sendRest(registration);
            }
        } catch (IOException e) {
            close(); // reset by the peer, as any peer may
        }
    }

    private void echo(Registration registration) throws IOException {
        ByteBuffer buffer = buffers.shared();
        int count = socket.read(buffer);
        if (count < 0) {
            close(); // all that came before the end has been sent back
        } else if (count > 0) {
            socket.write(buffer.flip());
            if (buffer.hasRemaining()) {
                unsent = buffers.take();
                registration.modify(Interest.WRITE);
            }
        }
    }

    private void sendRest(Registration registration) throws IOException {
        socket.write(unsent);
        if (!unsent.hasRemaining()) {
            freeUnsent();
            registration.modify(Interest.READ);
        }
    }

    private void close() {
        freeUnsent();
        socket.close();
    }

    private void freeUnsent() {
        if (unsent != null) {
            buffers.giveBack(unsent);
            unsent = null;
        }
    }
}
