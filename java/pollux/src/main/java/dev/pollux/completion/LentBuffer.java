package dev.pollux.completion;

import java.nio.ByteBuffer;

/**
 * Memory of the port's that a result came in. It is the program's from the callback until {@link #giveBack()}, or until it is
 * handed to {@link CompletionSocket#writeAndGiveBack(LentBuffer)}. Every buffer has to be given back, once.
 *
 * <pre>{@code
 * socket.readStream((stream, buffer) -> {
 *     log(buffer.data());
 *     buffer.giveBack();
 * }).submit();
 * }</pre>
 *
 * <p>One that was given back refuses to be used with an {@link IllegalStateException}. Pollux uses these objects again, so it
 * notices the use of an old one for as long as its memory has not been lent eight times more. With {@link
 * CompletionPortBuilder#checkLentBuffers} it notices that for ever, and finds those that were never given back. A {@link
 * ByteBuffer} that the program has kept can't refuse: it then shows what belongs to another.
 *
 * <p>All methods may be called from any thread. One thread at a time uses a buffer. Only Pollux implements this interface.
 */
public interface LentBuffer {

    /**
     * {@return what was received, from its position to its limit} It is the same object until the buffer is given back. The
     * program may move position and limit, and may write into it up to its capacity, which is the size of the port's buffers.
     * {@link CompletionSocket#writeAndGiveBack(LentBuffer)} writes from the position to the limit.
     *
     * @throws IllegalStateException if it was given back
     */
    ByteBuffer data();

    /**
     * {@return how many bytes were received} It stays the same, whatever the program does to {@link #data()}.
     *
     * @throws IllegalStateException if it was given back
     */
    int receivedLength();

    /**
     * {@return where its memory begins}
     *
     * @throws IllegalStateException if it was given back
     * @throws UnsupportedOperationException if the port has no binding that could tell
     */
    long address();

    /**
     * Gives the memory back to the port, which lends it again. The port's close does not end that duty, and does not wait for it.
     *
     * @throws IllegalStateException if it was given back before, or is being written
     */
    void giveBack();
}
