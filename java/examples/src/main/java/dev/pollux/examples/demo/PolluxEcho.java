package dev.pollux.examples.demo;

import dev.pollux.readiness.Interest;
import dev.pollux.readiness.Readiness;
import dev.pollux.readiness.ReadinessCallback;
import dev.pollux.readiness.Registration;
import dev.pollux.readiness.StreamSocket;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;

/** A connection on Pollux that echoes. The counterpart of {@link SelectorEcho}, step for step. */
final class PolluxEcho implements ReadinessCallback {
    private final PolluxUnderTest server;
    private final StreamSocket socket;
    private ByteBuffer unsent; // made when it is first needed

    private PolluxEcho(PolluxUnderTest server, StreamSocket socket) {
        this.server = server;
        this.socket = socket;
    }

    static void open(PolluxUnderTest server, StreamSocket socket) throws IOException {
        socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
        server.loop.register(socket, Interest.READ, new PolluxEcho(server, socket));
        server.connections++;
    }

    @Override
    public void onReady(Registration registration, Readiness readiness) {
        try {
            if (readiness.isWritable()) {
                sendRest(registration);
            } else {
                echo(registration);
            }
        } catch (IOException e) {
            close(); // reset by the peer, as any peer may
        }
    }

    private void echo(Registration registration) throws IOException {
        ByteBuffer buffer = server.buffer.clear();
        if (socket.read(buffer) < 0) {
            close();
            return;
        }
        buffer.flip();
        if (!server.repliesWhenWritable) {
            socket.write(buffer);
        }
        if (buffer.hasRemaining()) {
            if (unsent == null) {
                unsent = ByteBuffer.allocateDirect(LoopUnderTest.BUFFER_BYTES);
            }
            unsent.clear().put(buffer).flip();
            registration.modify(Interest.WRITE);
        }
    }

    private void sendRest(Registration registration) throws IOException {
        socket.write(unsent);
        if (!unsent.hasRemaining()) {
            registration.modify(Interest.READ);
        }
    }

    private void close() {
        server.connections--;
        socket.close();
    }
}
