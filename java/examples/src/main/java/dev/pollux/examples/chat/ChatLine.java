package dev.pollux.examples.chat;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A member's connection, and what has still to be written to it: all that the room wants of a port, whichever kind it is. The
 * loop thread's own.
 */
interface ChatLine {
    /** Else the kernel keeps up to 4 MB for a member who does not read: tcp(7), tcp_wmem. */
    int SEND_BUFFER_BYTES = 64 * 1024;

    /** Learns what becomes of it. */
    interface Listener {
        /** Called with what has come. It is to be used up. */
        void onInput(ByteBuffer input);

        /** Called when nothing more comes. */
        void onEnd();

        /** Called when more than the high water mark waits to be written. */
        void onHighWater();

        /** Called when that has come down to the low water mark. */
        void onLowWater();

        /** Called when all was written after {@link #finish}. */
        void onFinished();

        /** Called when the connection is lost. */
        void onFailure();
    }

    /** Begins to read. */
    void open(Listener listener) throws IOException;

    /** {@return false if more would wait then than may} */
    boolean offer(ByteBuffer bytes);

    int pendingBytes();

    /** Reads no more until {@link #resume}. */
    void pause();

    void resume();

    /** Tells when all was written. */
    void finish();

    void close();
}
