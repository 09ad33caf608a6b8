package dev.pollux;

import dev.pollux.windows.BufferList;
import java.nio.ByteBuffer;

/** The buffers of one operation, checked when they are handed in: they have to be the system's for as long as it likes. */
final class TransferBuffers {
    final BufferList list;

    TransferBuffers(ByteBuffer... buffers) {
        list = new BufferList(buffers);
    }

    void set(ByteBuffer buffer) {
        if (list.size() != 1) {
            throw new IllegalStateException("an operation over " + list.size() + " buffers keeps them");
        }
        list.set(0, buffer);
    }

    TransferBuffers checkWritable() {
        list.checkWritable();
        return this;
    }

    boolean hasRemaining() {
        for (int i = 0; i < list.size(); i++) {
            if (list.get(i).hasRemaining()) {
                return true;
            }
        }
        return false;
    }

    /** Moves the positions over what was transferred. */
    void advance(int bytes) {
        int left = bytes;
        for (int i = 0; left > 0; i++) {
            ByteBuffer buffer = list.get(i);
            int here = Math.min(left, buffer.remaining());
            buffer.position(buffer.position() + here);
            left -= here;
        }
    }
}
