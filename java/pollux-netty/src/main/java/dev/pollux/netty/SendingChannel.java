package dev.pollux.netty;

import dev.pollux.linux.LinuxStreamSocket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/** A stream as the channel that a file region of another library's writes itself to. */
final class SendingChannel implements WritableByteChannel {
    private final LinuxStreamSocket stream;

    SendingChannel(LinuxStreamSocket stream) {
        this.stream = stream;
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        return stream.send(source);
    }

    @Override
    public boolean isOpen() {
        return stream.isOpen();
    }

    @Override
    public void close() {
        stream.close();
    }
}
