package dev.pollux.internal.epoll;

import dev.pollux.binding.BindingRegistry;
import dev.pollux.binding.LinuxCalls;
import dev.pollux.internal.readiness.channel.ChannelNumber;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.Pipe;
import java.nio.channels.SelectableChannel;

/** The descriptor within a channel of the JDK's, as {@link ChannelNumber} finds it. It is compared with what the channel has to be. */
public final class ChannelDescriptor implements ChannelNumber.Reader {
    private static final ChannelDescriptor BY_JNI = new ChannelDescriptor();

    private static final int F_GETFL = 3;
    private static final int O_ACCMODE = 3;
    private static final int O_WRONLY = 1;
    private static final int O_RDWR = 2;
    private static final int O_NONBLOCK = 0x800;

    private ChannelDescriptor() {}

    /** Returns the descriptor of an open, non-blocking channel. */
    public static int of(SelectableChannel channel) throws IOException {
        int fd = ChannelNumber.find(channel, BY_JNI);
        int flags = fd < 0 ? -1 : BindingRegistry.linuxCalls().fcntl(fd, F_GETFL, 0);
        if (!channel.isOpen()) {
            throw new ClosedChannelException();
        }
        int access =
                channel instanceof Pipe.SourceChannel ? 0 : channel instanceof Pipe.SinkChannel ? O_WRONLY : O_RDWR;
        if (flags < 0 || (flags & O_NONBLOCK) == 0 || (flags & O_ACCMODE) != access) {
            throw ChannelNumber.refusal(channel, "what was found, " + fd + ", is not its descriptor", null);
        }
        return fd;
    }

    @Override
    public int read(SelectableChannel channel) {
        LinuxCalls jni = BindingRegistry.jniCalls();
        return jni == null ? -1 : jni.descriptorOf(channel);
    }
}
