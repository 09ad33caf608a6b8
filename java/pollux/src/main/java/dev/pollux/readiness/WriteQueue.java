package dev.pollux.readiness;

import dev.pollux.ErrorHandler;
import dev.pollux.internal.wiring.Wiring;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Keeps what a connection still has to write.
 *
 * <p>It takes any number of writes, and hands many small ones to the system in one gather write ({@code sendmsg(2)}). It keeps
 * what the socket does not take, and goes on when the socket takes more. Bytes leave in the order in which they came in. None is
 * lost while the connection lives.
 *
 * <p>It works beside the callback of a socket's {@link Registration}. It waits for writability only while something is left,
 * whatever interest the program asks for, and the callback does not learn of it. So the program pauses and resumes reading by
 * {@link Registration#modify} as if there were no queue. Once a socket has a queue, write to the socket through the queue only.
 *
 * <p>Memory is bounded three ways. Above the high water mark the writer is told to stop, and at the low water mark to go on. What
 * would go beyond the limit is refused: {@link #offer} says so, and {@link #write} throws. And an empty queue holds no memory
 * except itself, because its chunks come from a pool that all queues of the loop share.
 *
 * <p>A socket that still connects may have a queue. What is written to it, and a {@link #finish}, waits for the connection. The
 * queue asks {@link StreamSocket#finishConnect} then, after the callback if that waits for {@link Interest#WRITE}. A connect that
 * fails is a failed connection.
 *
 * <p>A failed connection fails everything pending. The queue says so once, to {@link Listener#onFailure}. Closing the socket drops
 * what is pending, and says nothing: {@link #finish} is what ends a connection in order.
 *
 * <p>Only from the loop's thread. All calls back come on it, too. A call from another thread while the loop waits or delivers is
 * refused with an {@link IllegalStateException}.
 *
 * <pre>{@code
 * Registration registration = dispatcher.register(socket, Interest.READ, this::read);
 * WriteQueue queue = WriteQueue.builder(registration)
 *         .limit(256 * 1024)
 *         .listener(new WriteQueue.Listener() {
 *             public void onHighWater(WriteQueue full) {
 *                 registration.modify(Interest.NONE); // read no more until the peer has taken its answers
 *             }
 *
 *             public void onLowWater(WriteQueue low) {
 *                 registration.modify(Interest.READ);
 *             }
 *         })
 *         .open();
 * queue.write(answer);
 * queue.finish();
 * }</pre>
 */
public interface WriteQueue {
    /** Says when what was written goes to the system. */
    enum FlushMode {
        /**
         * At the end of the loop's turn, before it waits again. All that one turn writes goes in one call. This is the default.
         */
        END_OF_TURN,
        /** With each write. This is the least delay, and costs a system call a write. */
        AT_ONCE
    }

    /** Takes back a buffer that a queue has held. */
    @FunctionalInterface
    interface Release {
        /**
         * Called once, on the loop's thread, when the queue needs the buffer no longer. The buffer has no bytes remaining, unless
         * the connection failed or was closed before they were written.
         *
         * @param buffer the buffer
         */
        void onRelease(ByteBuffer buffer);
    }

    /** Learns how a queue fares. What its methods throw goes to the {@link ErrorHandler}. */
    interface Listener {
        /**
         * Called when more bytes are pending than the high water mark says: the writer is to stop. It comes within the write that
         * crossed the mark, when that is done. It comes once, until {@link #onLowWater}.
         *
         * @param queue the queue
         * @throws Exception anything: it goes to the error handler
         */
        default void onHighWater(WriteQueue queue) throws Exception {}

        /**
         * Called when as few bytes are pending as the low water mark says, and the writer was told to stop: it may go on.
         *
         * @param queue the queue
         * @throws Exception anything: it goes to the error handler
         */
        default void onLowWater(WriteQueue queue) throws Exception {}

        /**
         * Called when all that was written before {@link WriteQueue#finish} has gone to the system, and the sending half is shut.
         *
         * @param queue the queue
         * @throws Exception anything: it goes to the error handler
         */
        default void onFinished(WriteQueue queue) throws Exception {}

        /**
         * Called when the socket has failed. What was pending is dropped. It comes once, and never within a call of the
         * program's. By default the failure goes to the {@link ErrorHandler}, whose default closes the socket.
         *
         * @param queue the queue
         * @param failure what the socket threw
         * @throws Exception anything: it goes to the error handler
         */
        default void onFailure(WriteQueue queue, IOException failure) throws Exception {
            throw failure;
        }
    }

    /** Opens a queue that differs from the defaults. It is for one thread. {@link WriteQueue} has an example. */
    interface Builder {
        /**
         * Sets the registration that the queue works beside. {@link WriteQueue#builder} does it.
         *
         * @param newRegistration the registration of a {@link StreamSocket} that is connected or connects, LEVEL or EDGE
         * @return this
         * @throws IllegalArgumentException if it is not a stream socket's, or fires once or exclusively
         */
        Builder registration(Registration newRegistration);

        /**
         * Sets who learns how the queue fares. By default nobody does, and failures go to the {@link ErrorHandler}.
         *
         * @param newListener the listener
         * @return this
         */
        Builder listener(Listener newListener);

        /**
         * Sets when writes go to the system. The default is {@link FlushMode#END_OF_TURN}.
         *
         * @param mode the mode
         * @return this
         */
        Builder flushMode(FlushMode mode);

        /**
         * Sets the water marks. The defaults are 16 KiB and 64 KiB.
         *
         * @param lowBytes the writer may go on when so many bytes are pending, or fewer, and is 0 or more
         * @param highBytes the writer is to stop when more bytes are pending, and is above {@code lowBytes}
         * @return this
         * @throws IllegalArgumentException if they are not in order
         */
        Builder waterMarks(int lowBytes, int highBytes);

        /**
         * Sets how many bytes may be pending at most. The default is 1 MiB.
         *
         * @param bytes the limit, at least 1, and not below the high water mark when the queue is opened
         * @return this
         * @throws IllegalArgumentException if it is below 1
         */
        Builder limit(int bytes);

        /**
         * Opens the queue.
         *
         * @return the queue
         * @throws IllegalStateException if the registration is closed, or has a queue, or on a wrong thread
         * @throws IllegalArgumentException if the limit is below the high water mark
         */
        WriteQueue open();
    }

    /**
     * Opens a queue with the defaults.
     *
     * @param registration the registration of a {@link StreamSocket} that is connected or connects, LEVEL or EDGE
     * @return the queue
     * @throws IllegalStateException if the registration is closed, or has a queue, or on a wrong thread
     * @throws IllegalArgumentException if it is not a stream socket's, or fires once or exclusively
     */
    static WriteQueue open(Registration registration) {
        return builder(registration).open();
    }

    /**
     * {@return a builder, for a queue that differs from the defaults}
     *
     * @param registration as in {@link #open}
     * @throws IllegalArgumentException if it is not a stream socket's, or fires once or exclusively
     */
    static Builder builder(Registration registration) {
        return Wiring.make(Builder.class).registration(registration);
    }

    /**
     * Writes a copy of all bytes of a buffer. The buffer has none remaining afterwards, and is the caller's.
     *
     * @param buffer the bytes
     * @throws IOException if they would go beyond the limit, or the connection has failed or was closed. None is taken then
     * @throws IllegalStateException after {@link #finish}, or on a wrong thread
     * @throws IllegalArgumentException if there are more than the limit
     */
    void write(ByteBuffer buffer) throws IOException;

    /**
     * Writes a copy of a buffer's bytes, if they stay within the limit.
     *
     * @param buffer the bytes
     * @return true if all were taken. It is false if none was, because of the limit, or because the connection has failed or was
     *     closed
     * @throws IllegalStateException after {@link #finish}, or on a wrong thread
     * @throws IllegalArgumentException if there are more than the limit
     */
    boolean offer(ByteBuffer buffer);

    /**
     * Writes a buffer without copying it. The queue has the buffer until it releases it. This is meant for direct buffers. A small
     * buffer is copied all the same, and released at once.
     *
     * @param buffer the bytes. Do not touch it before it is released
     * @param release gets it back, whatever happens
     * @throws IOException as {@link #write(ByteBuffer)}. The buffer is still the caller's then
     * @throws IllegalStateException as {@link #write(ByteBuffer)}
     * @throws IllegalArgumentException as {@link #write(ByteBuffer)}
     */
    void write(ByteBuffer buffer, Release release) throws IOException;

    /**
     * Writes a buffer without copying it, as {@link #write(ByteBuffer, Release)}, if it stays within the limit.
     *
     * @param buffer the bytes. Do not touch it before it is released
     * @param release gets it back, whatever happens
     * @return as {@link #offer(ByteBuffer)}. If false, the buffer is still the caller's
     * @throws IllegalStateException as {@link #write(ByteBuffer)}
     * @throws IllegalArgumentException as {@link #write(ByteBuffer)}
     */
    boolean offer(ByteBuffer buffer, Release release);

    /**
     * Offers what is pending to the system now, instead of at the turn's end. Does nothing while the socket takes no more.
     *
     * @throws IllegalStateException on a wrong thread
     */
    void flush();

    /**
     * Ends the connection's sending half in order. What is pending is written, then the output is shut, so that the peer reads
     * the end of the stream. Then {@link Listener#onFinished} is called, and never within this call. The socket stays open for
     * reading. A second call does nothing.
     *
     * @throws IllegalStateException on a wrong thread
     */
    void finish();

    /** {@return how many bytes are pending: written to the queue, and not taken by the system} */
    int pendingBytes();

    /** {@return how many bytes may be pending at most} */
    int limitBytes();

    /** {@return true from {@link Listener#onHighWater} to {@link Listener#onLowWater}: the writer is to wait} */
    boolean isAboveHighWater();

    /** {@return the registration that it belongs to} */
    Registration registration();
}
