package dev.pollux.netty.internal.completion;

import dev.pollux.completion.CompletionUdpSocket;
import dev.pollux.completion.SendOperation;
import dev.pollux.linux.Epoll;
import io.netty.buffer.ByteBuf;
import io.netty.channel.AddressedEnvelope;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.socket.DatagramChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.NotYetConnectedException;

/**
 * Sends what was flushed, some datagrams at a time, by an operation each. It keeps their buffers until all of these have ended. Then
 * their promises are told, in order. Only from the loop's thread.
 */
final class DatagramSender implements ChannelOutboundBuffer.MessageProcessor {
    private static final int MAX_AT_ONCE = 16;

    private final TransferredDatagrams transferred;
    private final DatagramChannel channel;
    private final DatagramTransfers transfers;
    private final CompletionUdpSocket socket;
    private final CompletionLoop loop;
    private final One[] all = new One[MAX_AT_ONCE]; // each made when it is needed first
    private int limit;
    private int count; // of the batch
    private int pending; // of it
    private boolean isSubmitting;
    private boolean isSending;
    private ChannelOutboundBuffer from;
    private int batches;
    private Runnable afterSending;

    DatagramSender(
            TransferredDatagrams transferred,
            DatagramTransfers transfers,
            CompletionUdpSocket socket,
            CompletionLoop loop) {
        this.transferred = transferred;
        this.transfers = transfers;
        this.socket = socket;
        this.loop = loop;
        channel = transferred.channel();
    }

    /** One datagram of a batch. */
    private final class One {
        final SendOperation send =
                socket.send(0, 0).onCompletion((same, bytes) -> ended(null)).onFailure((same, why) -> ended(why));
        Object message;
        ByteBuf content;
        Exception failure;

        void begin(Object whole, ByteBuf its, InetSocketAddress to) {
            message = whole;
            content = its.retain();
            failure = null;
            try {
                if (to == null) {
                    throw new NotYetConnectedException();
                }
                if (its.hasMemoryAddress()) {
                    send.memory(its.memoryAddress() + its.readerIndex(), its.readableBytes());
                } else {
                    send.buffer(its.internalNioBuffer(its.readerIndex(), its.readableBytes()));
                }
                send.target(to);
                pending++;
                boolean isSubmitted = false;
                try {
                    send.submit();
                    isSubmitted = true;
                } finally {
                    pending -= isSubmitted ? 0 : 1;
                }
            } catch (RuntimeException e) { // no address of the socket's family, for instance: the next may go
                failure = e;
            }
        }

        private void ended(IOException why) {
            failure = why;
            pending--;
            lookWhetherSent();
        }

        /** Tells the promise, unless the channel was closed, which fails them all by itself. */
        void tell(ChannelOutboundBuffer out) {
            Object its = message;
            Exception why = failure;
            message = null;
            failure = null;
            if (!channel.isOpen()) {
                return;
            }
            while (out.current() != null && out.current() != its) {
                out.remove(); // it was cancelled before it was flushed, and is empty
            }
            if (why == null) {
                out.remove();
            } else {
                out.remove(why);
            }
        }
    }

    boolean isSending() {
        return isSending;
    }

    void send(ChannelOutboundBuffer out) {
        if (isSending || out.current() == null) {
            return;
        }
        isSending = true;
        from = out;
        count = 0;
        limit = Math.min(MAX_AT_ONCE, Math.max(1, transferred.writesATurn()));
        transferred.link().want(Epoll.OUT); // nothing is flushed again before these have ended
        isSubmitting = true;
        try {
            out.forEachFlushedMessage(this);
        } catch (Exception e) {
            throw new AssertionError("nothing here throws one", e);
        } finally {
            isSubmitting = false;
        }
        if (count == 0) {
            while (out.current() != null) {
                out.remove(); // all were cancelled before they were flushed
            }
        }
        lookWhetherSent();
    }

    @Override
    public boolean processMessage(Object message) {
        if (count == limit) {
            return false;
        }
        boolean hasAddress = message instanceof AddressedEnvelope<?, ?>;
        ByteBuf content = hasAddress ? (ByteBuf) ((AddressedEnvelope<?, ?>) message).content() : (ByteBuf) message;
        InetSocketAddress to = hasAddress ? (InetSocketAddress) ((AddressedEnvelope<?, ?>) message).recipient() : null;
        if (all[count] == null) {
            all[count] = new One();
        }
        One one = all[count++];
        one.begin(message, content, to == null && channel.isConnected() ? channel.remoteAddress() : to);
        return true;
    }

    /** The buffers are given back before anybody is told. */
    private void lookWhetherSent() {
        if (pending > 0 || isSubmitting || !isSending) {
            return;
        }
        for (int i = 0; i < count; i++) {
            all[i].content.release();
            all[i].content = null;
        }
        batches++;
        ChannelOutboundBuffer out = from;
        int told = count;
        for (int i = 0; i < told; i++) {
            all[i].tell(out);
        }
        from = null;
        isSending = false;
        goOn(out);
    }

    private void goOn(ChannelOutboundBuffer out) {
        if (transfers.isLeaving()) {
            hasSent();
            transfers.lookWhetherOver();
            return;
        }
        transferred.link().drop(Epoll.OUT);
        if (channel.isOpen()) {
            if (afterSending == null) {
                transferred.flushNow();
            } else {
                send(out); // Netty flushes no more: the channel is about to be closed
            }
            transfers.receive(); // the first send has bound it
        }
        if (!isSending) {
            hasSent();
        }
    }

    /** Calls once all that was flushed has been sent, or a turn of the loop has sent nothing of it. */
    void whenSent(Runnable task) {
        afterSending = task;
        lookAfterTurn();
    }

    private void lookAfterTurn() {
        int before = batches;
        loop.afterTurn(() -> {
            if (isSending && batches > before) {
                lookAfterTurn();
            } else {
                hasSent();
            }
        });
    }

    private void hasSent() {
        Runnable task = afterSending;
        if (task != null) {
            afterSending = null;
            task.run();
        }
    }
}
