package dev.pollux.internal.afd;

import dev.pollux.binding.BindingRegistry;
import dev.pollux.binding.WindowsCalls;
import dev.pollux.internal.readiness.channel.ChannelNumber;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;

/** The SOCKET within a channel of the JDK's, as {@link ChannelNumber} finds it. */
final class ChannelSocketNumber implements ChannelNumber.Reader {
    private static final ChannelSocketNumber BY_JNI = new ChannelSocketNumber();

    private ChannelSocketNumber() {}

    static long of(SelectableChannel channel) throws ClosedChannelException {
        int number = ChannelNumber.find(channel, BY_JNI);
        if (!channel.isOpen()) {
            throw new ClosedChannelException();
        }
        if (number <= 0) {
            throw ChannelNumber.refusal(channel, "what was found, " + number + ", is not its socket", null);
        }
        return number;
    }

    @Override
    public int read(SelectableChannel channel) {
        WindowsCalls jni = BindingRegistry.jniWindowsCalls();
        return jni == null ? -1 : jni.socketOf(channel);
    }
}
