package dev.pollux.netty.internal.completion;

import dev.pollux.netty.internal.loop.LoopHandle;
import dev.pollux.netty.internal.socket.ChannelSocket;
import dev.pollux.system.OpenDescriptor;
import java.net.SocketAddress;

/** A channel whose connections are accepted by completions: what an {@link AcceptRegistration} knows of it. Only from its loop's thread. */
public interface AcceptingListener extends LoopHandle {
    /** {@return its socket, which listens} */
    ChannelSocket channelSocket();

    /**
     * Connections are accepted by operations from now on.
     *
     * @param departure the end of the last of them, once it has left its loop
     */
    void acceptBy(Departure departure);

    /**
     * A connection has come. It is the channel's from now on, whatever happens. On the thread of the loop that has
     * accepted it, which the listener may have left already.
     *
     * @param remote the peer's address, or null if the peer has gone already
     */
    void accepted(OpenDescriptor connection, SocketAddress remote);

    /** None can be accepted for now, for lack of descriptors most likely. Accepting goes on by itself. */
    void notAccepted(Throwable failure);
}
