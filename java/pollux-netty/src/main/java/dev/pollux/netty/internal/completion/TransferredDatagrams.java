package dev.pollux.netty.internal.completion;

import dev.pollux.netty.internal.loop.LoopHandle;
import dev.pollux.netty.internal.loop.LoopLink;
import dev.pollux.netty.internal.socket.ChannelSocket;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.DatagramPacket;
import java.util.Queue;

/** A channel whose datagrams are moved by completions: what {@link DatagramTransfers} know of it. Only from its loop's thread. */
public interface TransferredDatagrams extends LoopHandle {
    /** {@return the channel} */
    DatagramChannel channel();

    /** {@return its socket} */
    ChannelSocket channelSocket();

    /** {@return what it wants of its loop} */
    LoopLink link();

    /** {@return what has arrived before its program wanted it} */
    Queue<DatagramPacket> arrivals();

    /** {@return how many bytes a datagram has at most, or 0 if its allocator says how much room each gets} */
    int room();

    /** {@return how many may be sent before others have their turn} */
    int writesATurn();

    /** These transfers have begun, and take what is to be sent from now on. */
    void transferBy(DatagramTransfers transfers);

    /** {@return what says how much to read, and learns how much there was} */
    RecvByteBufAllocator.ExtendedHandle reading();

    /** The program has got what it had asked for. */
    void gotMessage();

    /** Stops reading, if the program has asked for no more. */
    void stopReadingIfEnough();

    /** Sends what was flushed and not yet sent. */
    void flushNow();
}
