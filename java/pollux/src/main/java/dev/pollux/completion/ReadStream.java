package dev.pollux.completion;

/**
 * Reads what comes until the end of the stream. Its results are buffers of the port's, which hold at least one byte each. It
 * takes a buffer only once there is something to read, so an idle connection keeps none.
 *
 * <p>A stream lends at most so many buffers at a time as its {@link #window} says. When so many are out, it reads nothing until
 * one is given back. So a consumer that is slow, such as a peer that does not take what is written to it, makes the sender wait.
 * If the port's buffers are all lent, streams wait, and get those that come back in turn.
 *
 * <p>Without {@link #onEnd}, the end of the peer's stream closes the socket as {@link CompletionSocket#closeWhenWritten()} does.
 *
 * <p>While it is pending, a {@link ReadOperation} of the same socket is refused, because nobody would know which of the two reads what.
 *
 * <p>This is one direction of a proxy:
 *
 * <pre>{@code
 * port.connect(address, (connect, none) -> {
 *     CompletionSocket server = connect.socket();
 *     socket.readStream((stream, buffer) -> server.writeAndGiveBack(buffer))
 *             .window(4)
 *             .onEnd(stream -> server.shutdownOutput())
 *             .submit();
 * }).submit();
 * }</pre>
 *
 * <p>All methods may be called from any thread.
 */
public interface ReadStream extends CompletionStream<ReadStream, LentBuffer> {
    /** How many buffers a stream lends at a time, unless told otherwise. */
    int DEFAULT_WINDOW = 8;

    /** {@return the socket that it reads from} */
    CompletionSocket socket();

    /**
     * Sets how many buffers it lends at a time.
     *
     * @param buffers the number, at least 1, {@value #DEFAULT_WINDOW} at first
     * @return this
     * @throws IllegalArgumentException if it is less than 1
     * @throws IllegalStateException if it is pending
     */
    ReadStream window(int buffers);
}
