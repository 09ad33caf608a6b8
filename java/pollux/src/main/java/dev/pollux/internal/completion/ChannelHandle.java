package dev.pollux.internal.completion;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketOption;

/** What the system has for a channel, as far as all kinds of channels are alike. Not on the way of a submission. */
public abstract class ChannelHandle {
    public abstract boolean isOpen();

    /** {@return its address, or null if it has none} */
    public abstract InetSocketAddress localAddress() throws IOException;

    public abstract <T> void setOption(SocketOption<T> option, T value) throws IOException;

    public abstract <T> T getOption(SocketOption<T> option) throws IOException;

    /** Asks for the end of the submission that has a ticket. Fails with nothing: then it ends in its own time. */
    public abstract void cancel(Object ticket);

    /** {@return the exception for the code that an operation on it failed with} */
    public abstract IOException failure(OperationKind kind, int code);

    /** Closes it, and has what is pending end. A second call does nothing. */
    public abstract void close();

    /** {@return what it is, for messages} */
    @Override
    public abstract String toString();
}
