package dev.pollux.netty.internal.completion;

import dev.pollux.netty.internal.loop.LoopHandle;
import dev.pollux.netty.internal.loop.LoopLink;
import dev.pollux.netty.internal.socket.ChannelSocket;
import dev.pollux.system.OpenFile;
import io.netty.channel.FileRegion;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.socket.DuplexChannel;
import java.io.IOException;

/** A channel whose bytes are moved by completions: what {@link StreamTransfers} know of it. Only from its loop's thread. */
public interface TransferredStream extends LoopHandle {
    /** {@return the channel} */
    DuplexChannel channel();

    /** {@return its socket} */
    ChannelSocket channelSocket();

    /** {@return what it wants of its loop} */
    LoopLink link();

    /** {@return what has arrived before its program wanted it} */
    Arrivals arrivals();

    /**
     * A connect that was an operation has ended.
     *
     * @param failure why it has failed, or null
     */
    void connectEnded(IOException failure);

    /** These transfers have begun, and take what is to be written from now on. */
    void transferBy(StreamTransfers transfers);

    /** {@return the file of a region that a completion port sends by itself, or null if its bytes go through the process} */
    OpenFile fileOf(FileRegion region);

    /**
     * A part of such a region has been sent.
     *
     * @param bytes how many, or 0 at the end of the file
     * @throws IOException if the file ends before its region
     */
    void fileSent(FileRegion region, long bytes) throws IOException;

    /** {@return what says how much to read, and learns how much there was} */
    RecvByteBufAllocator.ExtendedHandle reading();

    /** The program has got what it had asked for. */
    void gotMessage();

    /** Stops reading, if the program has asked for no more. */
    void stopReadingIfEnough();

    /**
     * The program was told all that there will be.
     *
     * @param failure why no more can be read, or null at the end of the stream
     */
    void told(RecvByteBufAllocator.ExtendedHandle handle, IOException failure);

    /** Writes what was flushed and not yet written. */
    void flushNow();
}
