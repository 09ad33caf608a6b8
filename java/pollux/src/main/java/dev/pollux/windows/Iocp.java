package dev.pollux.windows;

import static dev.pollux.windows.Windows.CALLS;
import static dev.pollux.windows.Windows.checkHandle;

import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.locks.LockSupport;

/**
 * An I/O completion port, function by function. It takes any handle that was opened for overlapped use.
 *
 * <p>All methods may be called from any thread. Several threads may wait at once, each with its own {@link
 * Completions}. The port lets as many of them run as its concurrency value says.
 *
 * <p>To end a port: cancel what is pending, dequeue until nothing is outstanding ({@link OverlappedPool#outstanding()}),
 * then close it. Completions that nobody dequeued are gone with the port, and what they belong to stays pending.
 *
 * <pre>{@code
 * try (Iocp port = Iocp.create(0)) {
 *     port.associate(socket, 1L);
 *     Completions completions = new Completions(64);
 *     int count = port.await(completions, 1_000_000_000); // a second
 *     for (int i = 0; i < count; i++) {
 *         Overlapped operation = pool.find(completions.overlappedAddress(i));
 *         operation.completed(completions, i);
 *         handle(completions.key(i), operation);
 *     }
 * }
 * }</pre>
 */
public final class Iocp extends Handle {
    /** The timeout of a wait that only a completion or {@link #close()} ends. */
    public static final long INFINITE = -1;

    /** The completion key that {@link #close()} wakes waiters with. No completion with it ever reaches a program. */
    public static final long RESERVED_KEY = 0x8000_0000_0000_0000L;

    private static final long INVALID_HANDLE_VALUE = -1;
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final long FIRST_PAUSE_NANOS = 10_000;
    private static final long LONGEST_PAUSE_NANOS = 10_000_000;
    private static final int INFINITE_MILLIS = 0xFFFF_FFFF;
    private static final long MAX_MILLIS = 0xFFFF_FFFEL; // some 49 days; one more would be INFINITE

    private Iocp(long handle) {
        super(handle);
    }

    /**
     * Opens a port: CreateIoCompletionPort without a file.
     *
     * @param concurrency how many threads may run at once with what they dequeued, or 0 for the number of processors
     * @return the port
     * @throws IOException if the system refuses
     * @throws UnsupportedOperationException if there is no binding to the Windows calls here
     */
    public static Iocp create(int concurrency) throws IOException {
        Windows.require();
        if (concurrency < 0) {
            throw new IllegalArgumentException("a concurrency of " + concurrency);
        }
        long handle = CALLS.createIoCompletionPort(INVALID_HANDLE_VALUE, 0, 0, concurrency);
        if (handle <= 0) {
            throw Errors.of("CreateIoCompletionPort", handle, "");
        }
        Iocp made = null;
        try {
            made = new Iocp(handle);
            return made;
        } finally {
            closeUnless(made != null, handle);
        }
    }

    /**
     * Associates a handle of this package: CreateIoCompletionPort. For as long as it is open: a handle belongs to one port,
     * with one key, and there is no way back.
     *
     * @param handle a socket, file or pipe
     * @param key comes back with each of its completions, anything except {@link #RESERVED_KEY}
     * @throws IOException ERROR_INVALID_PARAMETER (87) if it belongs to a port already, this one or another, or was not
     *     opened for overlapped use
     * @throws ClosedChannelException if the handle or this port is closed
     */
    public void associate(OverlappedHandle handle, long key) throws IOException {
        long raw = handle.acquire();
        try {
            associate(raw, key);
            if (handle instanceof WinsockSocket socket) {
                socket.associated(this);
            }
        } finally {
            handle.release();
        }
    }

    /**
     * Associates any handle.
     *
     * @param rawHandle a HANDLE or SOCKET that must stay open meanwhile
     * @param key comes back with each of its completions, anything except {@link #RESERVED_KEY}
     * @throws IOException as {@link #associate(OverlappedHandle, long)}
     */
    public void associate(long rawHandle, long key) throws IOException {
        checkHandle(rawHandle);
        checkKey(key);
        long port = acquire();
        try {
            long result = CALLS.createIoCompletionPort(rawHandle, port, key, 0);
            if (result <= 0) {
                String why = result == -WinError.ERROR_INVALID_PARAMETER
                        ? ": it belongs to a port already, for as long as it is open, or it was not opened overlapped"
                        : "";
                throw Errors.of("CreateIoCompletionPort", result, "handle 0x" + Long.toHexString(rawHandle) + why);
            }
        } finally {
            release();
        }
    }

    /**
     * Posts a packet: PostQueuedCompletionStatus.
     *
     * @param bytes comes back as {@link Completions#bytes}
     * @param key comes back as {@link Completions#key}, anything except {@link #RESERVED_KEY}
     * @param overlappedAddress comes back as {@link Completions#overlappedAddress}, unread: any number will do
     * @throws IOException if the system lacks memory for it: keep the packet and try again
     */
    public void post(int bytes, long key, long overlappedAddress) throws IOException {
        checkKey(key);
        int result = tryPost(bytes, key, overlappedAddress);
        if (result < 0) {
            throw Errors.of("PostQueuedCompletionStatus", result, describe());
        }
    }

    /**
     * Posts a packet with an operation, which is pending until the packet is dequeued. Its status is 0.
     *
     * @param bytes comes back as {@link Completions#bytes}, and as {@link Overlapped#bytes()}
     * @param key comes back as {@link Completions#key}, anything except {@link #RESERVED_KEY}
     * @param operation an idle one, which is idle again if this fails
     * @throws IOException as {@link #post(int, long, long)}
     */
    public void post(int bytes, long key, Overlapped operation) throws IOException {
        checkKey(key);
        operation.begin(false);
        operation.putBytes(bytes);
        operation.publish();
        boolean posted = false;
        try {
            post(bytes, key, operation.address());
            posted = true;
        } finally {
            if (!posted) {
                operation.refused();
            }
        }
    }

    private int tryPost(int bytes, long key, long overlappedAddress) throws ClosedChannelException {
        long port = acquire();
        try {
            return OverlappedHandle.ofBool(CALLS.postQueuedCompletionStatus(port, bytes, key, overlappedAddress));
        } finally {
            release();
        }
    }

    /**
     * Waits for completions: GetQueuedCompletionStatusEx, not alertable. Never returns early without one: the system's
     * timeout is in milliseconds and may end a little before its time, so the wait goes on until {@link System#nanoTime()}
     * says that the time is up.
     *
     * <p>Whoever dequeues a completion of an {@link Overlapped} calls its {@link Overlapped#completed}.
     *
     * @param into takes the completions. What it held is gone
     * @param timeoutNanos 0 returns at once, a negative value such as {@link #INFINITE} waits for ever
     * @return the number of completions, or 0 if the time is up
     * @throws ClosedChannelException if this port is closed, before or while it waits
     * @throws IOException if the system refuses
     */
    public int await(Completions into, long timeoutNanos) throws IOException {
        into.clear();
        long port = acquire();
        try {
            int n = await(port, into, timeoutNanos);
            if (n == 0 && !isOpen()) {
                throw new ClosedChannelException();
            }
            return n;
        } finally {
            release();
        }
    }

    private int await(long port, Completions into, long timeoutNanos) throws IOException {
        long startNanos = timeoutNanos > 0 ? System.nanoTime() : 0;
        long remainingNanos = timeoutNanos;
        while (true) {
            int n = once(port, into, toMillis(remainingNanos));
            // What came together with the close is handed out: nobody else could dequeue it any more.
            if (n > 0 || !isOpen() || timeoutNanos == 0) {
                return n;
            }
            if (timeoutNanos > 0) {
                remainingNanos = timeoutNanos - (System.nanoTime() - startNanos);
                if (remainingNanos <= 0) {
                    return 0;
                }
            }
        }
    }

    /** One call. Returns the number of completions that are the program's */
    private int once(long port, Completions into, int timeoutMillis) throws IOException {
        int result = CALLS.getQueuedCompletionStatusEx(
                port, into.address(), into.capacity(), into.removedAddress(), timeoutMillis, 0);
        Reference.reachabilityFence(into);
        if (result > 0) {
            into.fill();
            if (into.dropReserved() && !isOpen()) {
                wakeNext(port);
            }
            return into.count();
        }
        switch (-result) {
            case 0, WinError.WAIT_TIMEOUT:
                return 0;
            case WinError.ERROR_ABANDONED_WAIT_0: // the handle was closed by other means than close()
                throw new ClosedChannelException();
            default:
                throw Errors.of("GetQueuedCompletionStatusEx", result, describe());
        }
    }

    /** The system's timeout that is not shorter than what remains, or {@code INFINITE} for a negative one. */
    static int toMillis(long nanos) {
        if (nanos < 0) {
            return INFINITE_MILLIS;
        }
        return nanos == 0 ? 0 : (int) Math.min((nanos - 1) / NANOS_PER_MILLI + 1, MAX_MILLIS);
    }

    private static long checkKey(long key) {
        if (key == RESERVED_KEY) {
            throw new IllegalArgumentException("this completion key is reserved: " + key);
        }
        return key;
    }

    /** Wakes one of the waiting threads, which wakes the next: one wait may dequeue any number of packets. */
    @Override
    void interruptUsers() {
        wakeNext(handle());
    }

    private static void wakeNext(long port) {
        boolean interrupted = false;
        long pauseNanos = FIRST_PAUSE_NANOS;
        // A close must not be lost: others would wait for ever.
        while (WinError.isOutOfMemory(-CALLS.postQueuedCompletionStatus(port, 0, RESERVED_KEY, 0))) {
            interrupted |= Thread.interrupted(); // or the pause would be none
            LockSupport.parkNanos(pauseNanos);
            pauseNanos = Math.min(pauseNanos * 2, LONGEST_PAUSE_NANOS);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    void giveBack() {
        CALLS.closeHandle(handle());
    }
}
