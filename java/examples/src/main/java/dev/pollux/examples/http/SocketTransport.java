package dev.pollux.examples.http;

import dev.pollux.FileSource;
import dev.pollux.readiness.Interest;
import dev.pollux.readiness.Registration;
import dev.pollux.readiness.StreamSocket;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A connection on Pollux. */
final class SocketTransport implements Transport {
    private final StreamSocket socket;

    /** Set as soon as it is registered. */
    Registration registration;

    SocketTransport(StreamSocket socket) {
        this.socket = socket;
    }

    @Override
    public int read(ByteBuffer buffer) throws IOException {
        return socket.read(buffer);
    }

    @Override
    public int write(ByteBuffer buffer) throws IOException {
        return socket.write(buffer);
    }

    @Override
    public long send(FileSource file, long positionBytes, long countBytes) throws IOException {
        return socket.send(file, positionBytes, countBytes);
    }

    @Override
    public void awaitReadable() {
        registration.modify(Interest.READ);
    }

    @Override
    public void awaitWritable() {
        registration.modify(Interest.WRITE);
    }

    @Override
    public void shutdownOutput() throws IOException {
        socket.shutdownOutput();
    }

    @Override
    public void close() {
        socket.close();
    }
}
