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
     * A connection has come. It is the channel's from now on, whatever happens.
     *
     * @param remote the peer's address, or null if the peer has gone already
     */
    void accepted(OpenDescriptor connection, SocketAddress remote);

    /** None can be accepted for now, for lack of descriptors most likely. Accepting goes on by itself. */
    void notAccepted(Throwable failure);
}
