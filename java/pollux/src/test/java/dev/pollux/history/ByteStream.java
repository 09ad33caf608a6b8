package dev.pollux.history;

import java.nio.ByteBuffer;

/** The model of one direction of a connection. Each byte tells the stream and its place there. */
final class ByteStream {
    private final int tag;
    private long sent;
    private long received;
    private boolean ended;

    /** @param tag another one for each stream: a byte of another stream is seen */
    ByteStream(int tag) {
        this.tag = tag;
    }

    private byte at(long position) {
        return (byte) (tag * 53 + position * 31 + (position >> 8) * 17);
    }

    /** Puts the next bytes that are to be sent, whatever becomes of them. */
    ByteBuffer next(ByteBuffer into, int count) {
        return from(sent, into, count);
    }

    /** Puts the bytes from a place of the stream on. */
    ByteBuffer from(long position, ByteBuffer into, int count) {
        for (int i = 0; i < count; i++) {
            into.put(at(position + i));
        }
        return into;
    }

    void sent(long count) {
        sent += count;
    }

    void end() {
        ended = true;
    }

    long sent() {
        return sent;
    }

    long received() {
        return received;
    }

    /** {@return true if nothing more will be sent} */
    boolean isEnded() {
        return ended;
    }

    /** {@return how many bytes are sent and not received} */
    long left() {
        return sent - received;
    }

    /** {@return true if a read has something to tell} */
    boolean isReadable() {
        return left() > 0 || ended;
    }

    /** Takes what was received, which has to be what comes next. */
    void received(ByteBuffer flipped) {
        int count = flipped.remaining();
        if (count > left()) {
            throw new AssertionError(count + " bytes were received, of " + left() + " that were sent");
        }
        for (int i = 0; i < count; i++) {
            if (flipped.get(flipped.position() + i) != at(received + i)) {
                throw new AssertionError("byte " + (received + i) + " of stream " + tag + " is another");
            }
        }
        received += count;
    }
}
