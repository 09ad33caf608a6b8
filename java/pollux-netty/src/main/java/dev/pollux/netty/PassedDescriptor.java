package dev.pollux.netty;

import dev.pollux.linux.LinuxFile;
import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;

/** A descriptor that came over a Unix socket. It is closed without native code of Netty's. */
final class PassedDescriptor extends FileDescriptor {
    PassedDescriptor(int number) {
        super(number);
    }

    @Override
    public void close() throws IOException {
        if (markClosed()) {
            LinuxFile.adopt(intValue()).close();
        }
    }
}
