package dev.pollux.internal.inmemory;

import dev.pollux.internal.file.BlockingFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A file whose calls wait until they are let go, and then transfer {@value #MOST} bytes at most, up to {@value #SIZE}. */
final class HeldFile implements BlockingFile {
    static final int MOST = 3;
    static final int SIZE = 10;

    final AtomicInteger begun = new AtomicInteger();
    final CountDownLatch released = new CountDownLatch(1);
    private volatile boolean open = true;

    private void hold() {
        begun.incrementAndGet();
        try {
            released.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public int read(ByteBuffer buffer, long position) {
        hold();
        int count = (int) Math.min(Math.min(MOST, buffer.remaining()), SIZE - position);
        buffer.position(buffer.position() + Math.max(0, count));
        return count <= 0 ? -1 : count;
    }

    @Override
    public long read(ByteBuffer[] buffers, long position) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int read(long address, int length, long position) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int write(ByteBuffer buffer, long position) {
        hold();
        int count = Math.min(MOST, buffer.remaining());
        buffer.position(buffer.position() + count);
        return count;
    }

    @Override
    public long write(ByteBuffer[] buffers, long position) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int write(long address, int length, long position) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void sync(boolean all) {
        hold();
        throw new IllegalStateException("on purpose");
    }

    @Override
    public void truncate(long size) {
        hold();
    }

    @Override
    public long size() {
        return SIZE;
    }

    @Override
    public int alignment() {
        return 1;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public void close() {
        open = false;
    }

    @Override
    public Path path() {
        return Path.of("held");
    }
}
