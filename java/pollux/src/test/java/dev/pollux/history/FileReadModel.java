package dev.pollux.history;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pollux.completion.FileReadOperation;
import java.nio.ByteBuffer;

/** The model of a read of a file, over one buffer or two. */
final class FileReadModel extends FileModel.Part {
    private final ByteBuffer[] buffers;
    private final long address; // of the one buffer that it is given as memory, or 0
    private int room;
    private long leastBefore;

    FileReadModel(FileModel file, FileReadOperation its, long address, ByteBuffer... buffers) {
        super(file, its);
        this.buffers = buffers;
        this.address = address;
    }

    void prepare(int newRoom) {
        room = newRoom;
        FileWriteModel.divide(newRoom, buffers);
        leastBefore = file.content.least();
        ((FileReadOperation) its).position(from);
        if (address != 0) {
            ((FileReadOperation) its).memory(address, newRoom);
        }
    }

    /** {@return what it has read} */
    private ByteBuffer bytes() {
        ByteBuffer all = ByteBuffer.allocate(room);
        for (ByteBuffer each : buffers) {
            all.put(each.duplicate().flip());
        }
        return all.flip();
    }

    @Override
    void completed(long result) {
        if (address != 0) {
            buffers[0].position((int) Math.max(0, result));
        }
        ByteBuffer all = bytes();
        assertEquals(Math.max(0, result), all.limit(), this::toString);
        file.content.read(from, room, leastBefore, result, all);
    }

    @Override
    void undone() {
        file.content.check(from, bytes());
    }
}
