package dev.pollux.history;

import java.util.EnumSet;
import java.util.Set;

/** What a program does with a completion port. */
enum CompletionStep {
    /** Submits a connect and an accept, for a place that is free. */
    CONNECT(9),
    ACCEPT(3),
    ACCEPT_STREAM(3),
    /** Pauses the stream of accepts, resumes it, or stops it. */
    CHANGE_ACCEPTING(3),
    /** Submits a connect to where nobody listens. */
    CONNECT_IN_VAIN(2),
    CLOSE_LISTENER(1),
    READ(20),
    /** A read without room, which waits until there is something. */
    AWAIT_BYTES(4),
    WRITE(16),
    /** More than the system takes at once. */
    WRITE_MUCH(2),
    SEND_FILE(3),
    READ_STREAM(10),
    PAUSE_STREAM(3),
    RESUME_STREAM(4),
    STOP_STREAM(3),
    GIVE_BACK(8),
    /** Writes a lent buffer, with other bytes in it. */
    WRITE_LENT(6),
    /** The same without a callback: one such write or send at a time. */
    WRITE_LENT_UNTOLD(2),
    /** Says how long a write to a socket may take. */
    LIMIT_WRITES(1),
    SHUTDOWN_OUTPUT(1),
    SHUT_OUTPUT(2),
    SHUT_INPUT(1),
    CLOSE(4),
    /** With something to write most of the time, which is cancelled now and then. */
    CLOSE_WHEN_WRITTEN(5),
    CANCEL(8),
    POST(6),
    SEND(6),
    RECEIVE(6),
    RECEIVE_STREAM(5),
    /** Pauses a stream of datagrams, resumes it, or stops it. */
    CHANGE_RECEIVING(4),
    /** Sends a lent buffer, with other bytes in it: an answer, or to anybody. */
    SEND_LENT(5),
    CLOSE_UDP(1),
    READ_FILE(4),
    WRITE_FILE(5),
    SYNC_FILE(1),
    TRUNCATE_FILE(2),
    /** Closes the file, and opens it again. */
    REOPEN_FILE(1),
    /** Asks sockets, the file and operations for what they are. */
    ASK(3),
    POLL(18),
    AWAIT(3),
    DELIVER(3),
    /** A wakeup, and a wait without end. */
    WAKE(2),
    /** Throws, which is of interest in a callback. */
    THROW(3),
    CLOSE_PORT(1);

    private static final Set<CompletionStep> OF_THE_POLLING_THREAD =
            EnumSet.of(POLL, AWAIT, DELIVER, WAKE, THROW, CLOSE_PORT);
    private static final Set<CompletionStep> CLOSES =
            EnumSet.of(CLOSE, CLOSE_WHEN_WRITTEN, CLOSE_LISTENER, CLOSE_UDP, LIMIT_WRITES, THROW);

    final int weight;

    CompletionStep(int weight) {
        this.weight = weight;
    }

    boolean isOfThePollingThread() {
        return OF_THE_POLLING_THREAD.contains(this);
    }

    /** {@return true if it closes a socket, now or later} */
    boolean closesASocket() {
        return CLOSES.contains(this);
    }
}
