package dev.pollux.internal.readiness;

import dev.pollux.internal.readiness.SegmentPool.Places;
import dev.pollux.readiness.WriteQueue;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * What a write queue holds, in order: chunks of the pool, and buffers of the caller's. Written ones stay until {@link
 * #nextWritten}, since giving them back runs the caller's code, which may write again.
 */
public final class WriteSegments {
    /** As many as one gather write takes. IOV_MAX is 1024 on Linux, but the call's gain is reached long before. */
    private static final int MAX_GATHER = 64;

    private static final int FIRST_LENGTH = 4;

    /**
     * An empty one keeps arrays of this length: as many chunks as the limit allows, unless it is set higher. Longer ones go back
     * to the pool.
     */
    private static final int KEPT_LENGTH = 128;

    /** Marks a buffer that is the caller's again when its write returns. */
    private static final WriteQueue.Release BORROWED = buffer -> {};

    private static final Places NO_PLACES = new Places(0);

    private Places places = new Places(FIRST_LENGTH);
    private ByteBuffer[] buffers = places.buffers;
    private WriteQueue.Release[] releases = places.releases; // null: a chunk of the pool
    private int written; // those from here to the head are to be released
    private int head;
    private int tail;

    /** For tests: how many buffers it has room for. */
    int room() {
        return buffers.length;
    }

    boolean isEmpty() {
        return head == tail;
    }

    public boolean hasWritten() {
        return written < head;
    }

    /** Copies a buffer's bytes behind all others. If that fails, for lack of memory for instance, none of them is copied. */
    public void copy(ByteBuffer buffer, ChunkPool pool) {
        int start = buffer.position();
        int count = tail - head;
        int lastLimit = hasRoom() ? buffers[tail - 1].limit() : 0;
        try {
            while (buffer.hasRemaining()) {
                if (!hasRoom()) {
                    add(pool.take(), null, pool);
                }
                fill(buffers[tail - 1], buffer);
            }
        } catch (Throwable e) {
            cut(count, lastLimit, pool);
            buffer.position(start);
            throw e;
        }
    }

    /** True if the last segment is a chunk that can take more. */
    private boolean hasRoom() {
        return head < tail && releases[tail - 1] == null && room(buffers[tail - 1]) > 0;
    }

    private static void fill(ByteBuffer chunk, ByteBuffer buffer) {
        int end = chunk.limit();
        int count = Math.min(room(chunk), buffer.remaining());
        chunk.limit(end + count).put(end, buffer, buffer.position(), count);
        buffer.position(buffer.position() + count);
    }

    /** Takes back what was copied behind the first {@code count} segments, and into the last of those. */
    private void cut(int count, int lastLimit, ChunkPool pool) {
        while (tail > head + count) {
            pool.giveBack(buffers[--tail]);
            buffers[tail] = null;
        }
        if (lastLimit > 0) {
            buffers[tail - 1].limit(lastLimit);
        }
    }

    private static int room(ByteBuffer chunk) {
        return chunk.capacity() - chunk.limit();
    }

    /** Takes a buffer in as it is. */
    public void hold(ByteBuffer buffer, WriteQueue.Release release, ChunkPool pool) {
        add(buffer, release, pool);
    }

    /** Takes a buffer in until {@link #takeBorrowed}, which comes before anything else does. */
    void borrow(ByteBuffer buffer, ChunkPool pool) {
        add(buffer, BORROWED, pool);
    }

    /** Takes the borrowed buffer out again. */
    void takeBorrowed() {
        tail--;
        buffers[tail] = null;
        releases[tail] = null;
        head = Math.min(head, tail);
    }

    private void add(ByteBuffer buffer, WriteQueue.Release release, ChunkPool pool) {
        if (tail == buffers.length) {
            makeRoom(pool.segments);
        }
        buffers[tail] = buffer;
        releases[tail++] = release;
    }

    private void makeRoom(SegmentPool pool) {
        int count = tail - written;
        Places target = count > buffers.length / 2 || buffers.length == 0 ? longer(pool) : places;
        target.take(places, written, count);
        head -= written;
        tail = count;
        written = 0;
        use(target);
    }

    /** All of them, or there is no memory and nothing has changed. */
    private Places longer(SegmentPool pool) {
        int length = Math.max(FIRST_LENGTH, 2 * buffers.length);
        boolean isOfPool = length > KEPT_LENGTH || buffers.length == 0; // one that had long ones will need them again
        Places spare = isOfPool ? pool.take(length) : null;
        return spare != null ? spare : new Places(length);
    }

    private void use(Places other) {
        places = other;
        buffers = other.buffers;
        releases = other.releases;
    }

    /** How many bytes the next {@link #writeTo} offers to the system. */
    public long offered() {
        long bytes = 0;
        int end = gatherEnd();
        for (int i = head; i < end; i++) {
            bytes += buffers[i].remaining();
        }
        return bytes;
    }

    private int gatherEnd() {
        return Math.min(tail, head + MAX_GATHER);
    }

    /** Writes once. Returns how many bytes the system took. */
    long writeTo(AbstractStreamSocket socket) throws IOException {
        int count = gatherEnd() - head;
        long taken = count == 1 ? socket.write(buffers[head]) : socket.write(buffers, head, count);
        while (head < tail && !buffers[head].hasRemaining()) {
            head++;
        }
        return taken;
    }

    /** Nothing more is to be written of what is here. */
    public void skipAll() {
        head = tail;
    }

    /** Takes out the first of what is written, or skipped. A chunk goes back to the pool. */
    public WriteQueue.Release nextWritten(ChunkPool pool) {
        WriteQueue.Release release = releases[written];
        if (release == null) {
            pool.giveBack(buffers[written]);
        }
        return release;
    }

    /** Returns the buffer that {@link #nextWritten} was about, and forgets it. */
    public ByteBuffer forgetWritten(ChunkPool pool) {
        ByteBuffer buffer = buffers[written];
        buffers[written] = null;
        releases[written++] = null;
        if (written == tail) {
            written = 0;
            head = 0;
            tail = 0;
            if (buffers.length > KEPT_LENGTH) {
                pool.segments.giveBack(places);
                use(NO_PLACES); // shorter ones take memory, which there may be none of
            }
        }
        return buffer;
    }
}
