package dev.pollux.netty.internal.completion;

import dev.pollux.completion.CompletionSocket;
import dev.pollux.completion.LentBuffer;
import dev.pollux.completion.ReadStream;
import dev.pollux.completion.StreamCallback;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.socket.DuplexChannel;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Moves a connection's bytes by operations of one loop's completion port, from when the loop has the channel until the last of them
 * has ended. Then the channel may have other transfers, on another loop.
 *
 * <p>What arrives lies in buffers that the port lends, and is copied to buffers of the channel's allocator at once. So an idle
 * connection keeps no memory. Only from the loop's thread, unless stated otherwise.
 */
public final class StreamTransfers implements StreamCallback<ReadStream, LentBuffer> {
    private static final int WINDOW = 4;

    private final CompletionRegistration registration;
    private final TransferredStream transferred;
    private final DuplexChannel channel;
    private final CompletionSocket socket;
    private final ReadStream stream;
    private final TransferReader reader;
    private final TransferWriter writer;

    private boolean isReading; // the channel wants what comes
    private boolean isPaused;
    private boolean isStreamPending;
    private boolean isLeaving;
    private Runnable afterWriting;

    /** What has arrived since the channel has left. */
    private final Arrivals late = new Arrivals();

    private final Departure departure;
    private boolean isOver;

    StreamTransfers(CompletionRegistration registration, TransferredStream transferred, CompletionSocket socket) {
        this.registration = registration;
        this.transferred = transferred;
        channel = transferred.channel();
        this.socket = socket;
        departure = new Departure(socket);
        reader = new TransferReader(transferred, this);
        writer = new TransferWriter(
                transferred, this, socket, registration.loop().gather());
        stream = socket.readStream(this)
                .window(WINDOW)
                .onEnd(same -> ended(null))
                .onStopped(same -> stopped())
                .onFailure((same, failure) -> ended(failure));
    }

    // ---- What arrives ----

    /** The channel wants what comes, or no more for now. What comes then is kept, and the peer waits after a little. */
    void reading(boolean on) {
        isReading = on;
        if (!on || isLeaving) {
            return;
        }
        if (!reader.isEmpty()) {
            reader.deliverLater(); // what was kept comes first
        } else {
            goOn();
        }
    }

    boolean isReading() {
        return isReading && !isLeaving;
    }

    /** Has the system read, or go on to. */
    void goOn() {
        if (isPaused) {
            isPaused = false;
            stream.resume();
        }
        if (!isStreamPending && !reader.hasEnded()) {
            isStreamPending = true;
            stream.submit();
        }
    }

    /** Something has arrived. */
    @Override
    public void onResult(ReadStream same, LentBuffer lent) {
        ByteBuffer data = lent.data();
        try {
            if (isReading()) {
                reader.deliver(data);
            }
            if (isLeaving) {
                late.keep(data, channel.alloc());
            } else if (data.hasRemaining() && channel.isOpen() && !channel.isInputShutdown()) {
                transferred.arrivals().keep(data, channel.alloc());
            }
        } finally {
            lent.giveBack();
        }
        if (!isLeaving && !isPaused && !reader.isEmpty()) {
            isPaused = true;
            stream.pause();
        }
    }

    private void ended(IOException failure) {
        isStreamPending = false;
        if (isLeaving) {
            lookWhetherOver(); // the next transfers meet the same end
        } else {
            // A program that has shut the input itself has asked for no more, and on Windows the system calls that a
            // failure.
            reader.ended(channel.isInputShutdown() ? null : failure);
        }
    }

    private void stopped() {
        isStreamPending = false;
        lookWhetherOver();
    }

    // ---- What goes ----

    public void write(ChannelOutboundBuffer out) throws Exception {
        writer.write(out);
    }

    /**
     * Does something once what is being written is the system's: at once if nothing is, else when it has been written, or when the loop
     * has made a turn and the peer did not take it.
     */
    public void whenWritten(Runnable task) {
        CompletionLoop loop = registration.loop();
        if (!writer.isWriting() || isLeaving || loop.isEnding()) {
            task.run();
            return;
        }
        Runnable earlier = afterWriting;
        afterWriting = earlier == null
                ? task
                : () -> {
                    earlier.run();
                    task.run();
                };
        loop.afterTurn(this::hasWritten);
    }

    /** {@return true if something is being written, and the loop goes on} */
    public boolean isWriting() {
        return writer.isWriting() && !isLeaving && !registration.loop().isEnding();
    }

    /** What was being written has been, or has had its turn. */
    void hasWritten() {
        Runnable task = afterWriting;
        if (task != null) {
            afterWriting = null;
            task.run();
        }
    }

    public void shutdownOutput() throws IOException {
        writer.forget();
        socket.shutdownOutput();
    }

    // ---- The end ----

    public boolean isLeaving() {
        return isLeaving;
    }

    /** The channel leaves the loop, to be closed or to have another. Ends once the last operation has. */
    void leave() {
        isLeaving = true;
        if (!transferred.channelSocket().isOpen()) {
            socket.close();
        } else if (isStreamPending) {
            stream.stop();
        }
        lookWhetherOver();
    }

    void lookWhetherOver() {
        if (!isLeaving || isOver || isStreamPending || writer.isWriting()) {
            return;
        }
        isOver = true;
        socket.close(); // which gives up a connection that goes on elsewhere
        registration.left();
        departure.over();
    }

    /** {@return the end of the last operation} May be called from any thread. */
    public Departure departure() {
        return departure;
    }

    /** Once it is over: gives the channel what it had not seen when it left. On the thread of the channel's loop. */
    public void settle() {
        writer.settle();
        if (channel.isOpen()) {
            transferred.arrivals().addAll(late);
        } else {
            late.release();
        }
    }
}
