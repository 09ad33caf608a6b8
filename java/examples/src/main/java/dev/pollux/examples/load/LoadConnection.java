package dev.pollux.examples.load;

import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/** One connection of the client, with the times of the messages it has under way. */
final class LoadConnection {
    private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);

    final SocketChannel channel;
    final SelectionKey key;
    private final Conversation conversation;

    /** When each message under way was sent, or was to be sent: a ring, indexed by message number. */
    private final long[] startNanos;

    private ByteBuffer unwritten = EMPTY;
    private long sent;
    private long answered;
    private boolean open = true;

    /** Its place in its thread's order. */
    final int turn;

    /** Messages whose time has come. */
    long due;

    LoadConnection(SocketChannel channel, SelectionKey key, Conversation conversation, int pipeline, int turn) {
        this.turn = turn;
        this.channel = channel;
        this.key = key;
        this.conversation = conversation;
        this.startNanos = new long[pipeline];
    }

    boolean isOpen() {
        return open;
    }

    long sent() {
        return sent;
    }

    long underWay() {
        return sent - answered;
    }

    boolean canSend() {
        return open && underWay() < startNanos.length && !unwritten.hasRemaining();
    }

    /** Appends the next message to what is about to be written. */
    void put(ByteBuffer output, long nanos) {
        conversation.putMessage(output);
        startNanos[(int) (sent++ % startNanos.length)] = nanos;
    }

    boolean hasRoom(ByteBuffer output) {
        return output.remaining() >= conversation.messageBytes();
    }

    /** Writes, and keeps what the system does not take. */
    void write(ByteBuffer output) throws IOException {
        channel.write(output);
        if (output.hasRemaining()) {
            unwritten = ByteBuffer.allocate(output.remaining()).put(output).flip();
            key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
        }
    }

    void writeRest() throws IOException {
        channel.write(unwritten);
        if (!unwritten.hasRemaining()) {
            unwritten = EMPTY;
            key.interestOps(SelectionKey.OP_READ);
        }
    }

    /** Judges the next reply of the input. */
    Conversation.Reply take(ByteBuffer input) throws IOException {
        if (underWay() == 0) {
            throw new ProtocolException("bytes that nobody asked for");
        }
        return conversation.takeReply(input);
    }

    /** {@return when the message was started whose reply has just been taken} */
    long endReply() {
        return startNanos[(int) (answered++ % startNanos.length)];
    }

    String error() {
        return conversation.error();
    }

    void close() {
        open = false;
        key.cancel();
        try {
            channel.close();
        } catch (IOException e) {
            // It counts no longer.
        }
    }
}
