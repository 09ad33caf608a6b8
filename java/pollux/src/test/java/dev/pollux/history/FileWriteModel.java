package dev.pollux.history;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pollux.completion.FileWriteOperation;
import java.nio.ByteBuffer;

/** The model of a write to a file, from one buffer or two. */
final class FileWriteModel extends FileModel.Part {
    private final ByteBuffer[] buffers;
    private final long address; // of the one buffer that it is given as memory, or 0
    private int count;
    private int number;

    FileWriteModel(FileModel file, FileWriteOperation its, long address, ByteBuffer... buffers) {
        super(file, its);
        this.buffers = buffers;
        this.address = address;
    }

    /** Has buffers hold so many bytes together. */
    static void divide(int count, ByteBuffer... buffers) {
        int left = count;
        for (int i = 0; i < buffers.length; i++) {
            int here = i == buffers.length - 1 ? left : left / 2;
            buffers[i].clear().limit(here);
            left -= here;
        }
    }

    void prepare(int newCount) {
        count = newCount;
        number++;
        divide(newCount, buffers);
        long at = from;
        for (ByteBuffer each : buffers) {
            while (each.hasRemaining()) {
                each.put((byte) (number * 37 + at++ * 11 + 1));
            }
            each.flip();
        }
        file.content.mayReach(to);
        ((FileWriteOperation) its).position(from);
        if (address != 0) {
            ((FileWriteOperation) its).memory(address, newCount);
        }
    }

    @Override
    void completed(long result) {
        if (address != 0) {
            buffers[0].position((int) result);
        }
        assertEquals(count, result, this::toString);
        assertEquals(count, taken(), this::toString);
    }

    /** What it has taken from its buffers is written. */
    private long taken() {
        long at = from;
        for (ByteBuffer each : buffers) {
            at += each.position();
            file.content.written(at - each.position(), each.duplicate().flip());
        }
        return at - from;
    }

    @Override
    void undone() {
        long written = taken();
        file.content.unknown(from + written, to);
    }
}
