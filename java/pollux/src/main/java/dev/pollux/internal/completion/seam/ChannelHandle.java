package dev.pollux.internal.completion.seam;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketOption;

/** What the system has for a channel, as far as all kinds of channels are alike. */
public abstract class ChannelHandle extends SourceHandle {

    /** {@return its address, or null if it has none} */
    public abstract InetSocketAddress localAddress() throws IOException;

    public abstract <T> void setOption(SocketOption<T> option, T value) throws IOException;

    public abstract <T> T getOption(SocketOption<T> option) throws IOException;
}
