package dev.pollux.completion;

import dev.pollux.Backend;
import dev.pollux.ErrorHandler;
import dev.pollux.WaitStrategy;
import dev.pollux.readiness.ReadinessPort;
import java.io.IOException;

/**
 * What a {@link CompletionPort} can be told before it is opened.
 *
 * <pre>{@code
 * CompletionPort port = CompletionPort.builder()
 *         .concurrency(2)
 *         .maxBatch(64)
 *         .lentBuffers(4096, 4096)
 *         .open();
 * }</pre>
 *
 * <p>{@link CompletionPort#builder()} makes it. Only one thread at a time may use it.
 */
public interface CompletionPortBuilder {
    /** How many completions a thread dequeues at once, unless told otherwise. */
    int DEFAULT_MAX_BATCH = 128;

    /** The largest batch. */
    int MAX_BATCH = 1 << 16;

    /** How many buffers a port lends, unless told otherwise. */
    int DEFAULT_LENT_BUFFERS = 1024;

    /** How many bytes a lent buffer has, unless told otherwise. */
    int DEFAULT_LENT_BUFFER_SIZE = 8 * 1024;

    /** How long a write of a lent buffer may take, unless told otherwise, in nanoseconds: half a minute. */
    long DEFAULT_LENT_WRITE_TIMEOUT_NANOS = 30_000_000_000L;

    /** The most buffers that a port lends. */
    int MAX_LENT_BUFFERS = 1 << 15;

    /** The property by which all ports of a process {@linkplain #checkLentBuffers check} what they lend. */
    String CHECK_LENT_BUFFERS_PROPERTY = "dev.pollux.checkLentBuffers";

    /** How many threads a port has for its files at most, unless told otherwise. */
    int DEFAULT_FILE_THREADS = 8;

    /** The most threads that a port can have for its files. */
    int MAX_FILE_THREADS = 1024;

    /**
     * Sets the backend.
     *
     * @param backend the backend, {@link Backend#EMULATED} for instance. Null, as at first, is for the one that {@code
     *     -Ddev.pollux.backend} names, or the best one
     * @return this
     */
    CompletionPortBuilder backend(Backend backend);

    /**
     * Sets how many of the threads that poll the port the system lets run at once. It wakes no further one before one of
     * these waits again or blocks. Only {@link Backend#IOCP} has such a thing. Elsewhere the number has no effect.
     *
     * @param threads the number, or 0, as at first, for the number of processors
     * @return this
     * @throws IllegalArgumentException if it is negative
     */
    CompletionPortBuilder concurrency(int threads);

    /**
     * Sets how many completions a thread dequeues at once. A larger batch makes fewer calls of the system. A smaller one
     * leaves more to the other threads, and delays what comes after a batch less.
     *
     * @param completions the number, from 1 to {@value #MAX_BATCH}, {@value #DEFAULT_MAX_BATCH} at first
     * @return this
     * @throws IllegalArgumentException if it is not within that
     */
    CompletionPortBuilder maxBatch(int completions);

    /**
     * Sets how a thread waits when nothing is complete.
     *
     * @param strategy the strategy, {@link WaitStrategy#BLOCKING} at first
     * @return this
     */
    CompletionPortBuilder waitStrategy(WaitStrategy strategy);

    /**
     * Promises that one thread alone polls the port: the first that does. On Linux its ring is then of the kind that costs least
     * (io_uring_setup(2), IORING_SETUP_SINGLE_ISSUER). Elsewhere nothing changes, except that the promise is kept, too. All
     * else may still be called from any thread.
     *
     * <p>A poll by another thread is an {@link IllegalStateException} that names both threads. What callbacks submit begins, at the
     * latest, with that thread's next poll. That thread ends the port, too. A {@link CompletionPort#close()} from another thread
     * wakes it, and waits until its poll has ended the port. If that thread is in no poll, the close returns at once, and its
     * next poll ends the port. If that thread is no longer alive, or none has
     * polled yet, the closing thread ends it.
     *
     * @param promised false at first
     * @return this
     */
    CompletionPortBuilder singleThreaded(boolean promised);

    /**
     * Has the port live within a readiness port: whoever polls that, a {@link dev.pollux.readiness.ReadinessDispatcher} for
     * instance, serves both by one wait, and calls the callbacks of both. Nobody polls the completion port itself. It is closed with
     * the readiness port, and can be closed before. Its backend is {@link Backend#EMULATED}, on the backend of the readiness port.
     *
     * <pre>{@code
     * ReadinessDispatcher loop = ReadinessDispatcher.open();
     * CompletionPort completions = CompletionPort.builder().within(loop.port()).open();
     * PostOperation done = completions.post((operation, data) -> finished(data));
     * loop.run();
     * }</pre>
     *
     * @param port the readiness port, or null, as at first, for a port with waits of its own
     * @return this
     */
    CompletionPortBuilder within(ReadinessPort port);

    /**
     * Has the system ask the network card again and again for some time before a wait sleeps. This is not the spinning of
     * the program's own thread, which {@link #waitStrategy} sets.
     *
     * @param nanos for how long, or 0, as at first, for not at all
     * @return this
     * @throws IllegalArgumentException if it is negative
     */
    CompletionPortBuilder busyPollNanos(long nanos);

    /**
     * Sets how many threads the port has at most for what the system does with files only while a thread waits. They are started
     * when there is something to do, and end when there is nothing. More of them keep a disk busier.
     *
     * @param threads the number, from 1 to {@value #MAX_FILE_THREADS}, {@value #DEFAULT_FILE_THREADS} at first
     * @return this
     * @throws IllegalArgumentException if it is not within that
     */
    CompletionPortBuilder fileThreads(int threads);

    /**
     * Sets who learns of what callbacks throw, and of what the port could not do. Failures and time-outs without a callback go to
     * it, too. The default handler closes the connection, and logs. Another handler has to do so itself. One that only logs leaves
     * each connection open that has timed out: {@link dev.pollux.Connection} has an example that does not.
     *
     * @param handler the handler, {@link ErrorHandler#CLOSE_AND_LOG} at first
     * @return this
     */
    CompletionPortBuilder errorHandler(ErrorHandler handler);

    /**
     * Sets what memory the port lends to the program for the results of a {@link ReadStream} or {@link ReceiveStream}. It is one
     * block, which the first stream makes. If all is lent, the streams wait: with too few buffers a server is slow, and loses
     * nothing. Peers that take nothing keep up to a {@linkplain ReadStream#window window} each, until {@link
     * #lentWriteTimeoutNanos} ends that. A buffer is best as large as most messages, because a small one costs a call
     * of the system more.
     *
     * @param count how many buffers, from 1 to {@value #MAX_LENT_BUFFERS}, {@value #DEFAULT_LENT_BUFFERS} at first
     * @param size how many bytes each has, at least 1, {@value #DEFAULT_LENT_BUFFER_SIZE} at first
     * @return this
     * @throws IllegalArgumentException if one of them is not within that, or they are 2 GiB or more together
     */
    CompletionPortBuilder lentBuffers(int count, int size);

    /**
     * Limits how long each {@link CompletionSocket#writeAndGiveBack(LentBuffer)} may take at a socket that was not told another
     * limit by {@link CompletionSocket#writeTimeoutNanos}, which says what counts. So peers that never read do not keep the port's
     * buffers. One timer looks after all of these writes. It is never early. It is late by an eighth of the time at most, or by a
     * millisecond.
     *
     * @param timeoutNanos the time, or 0 for no limit. {@value #DEFAULT_LENT_WRITE_TIMEOUT_NANOS} at first
     * @return this
     * @throws IllegalArgumentException if it is negative
     */
    CompletionPortBuilder lentWriteTimeoutNanos(long timeoutNanos);

    /**
     * Sets whether the port looks after each buffer that it lends. It is for tests, and for the search for a leak, because it
     * costs some microseconds and some hundred bytes a buffer. Then a buffer that was given back refuses to be used for ever, and
     * says where that was. Its memory is overwritten. One that was not given back is reported to the {@link ErrorHandler}: when
     * the port is closed, or when nobody refers to it any more, and the collector has seen it. The report is an {@link
     * IllegalStateException}. The last of its causes is the place where the stream was submitted. So is a stream that got a callback
     * and was never submitted, once nobody refers to it.
     *
     * @param check true to look after them. At first it is what the property {@value #CHECK_LENT_BUFFERS_PROPERTY} says
     * @return this
     */
    CompletionPortBuilder checkLentBuffers(boolean check);

    /**
     * Opens a port. The builder can be used again.
     *
     * @return the port
     * @throws IOException if the system refuses, for lack of handles for instance
     * @throws IllegalStateException if there is a port {@link #within} the readiness port already
     * @throws UnsupportedOperationException if the backend is not available, with the reason, or if {@link
     *     #busyPollNanos} was set, and the backend has no such thing
     */
    CompletionPort open() throws IOException;
}
