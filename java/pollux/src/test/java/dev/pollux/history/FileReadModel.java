package dev.pollux.history;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pollux.completion.FileReadOperation;
import java.nio.ByteBuffer;

/** The model of a read of a file, over one buffer or two. */
final class FileReadModel extends FileModel.Part {
    private final ByteBuffer[] buffers;
    private int room;
    private long leastBefore;

    FileReadModel(FileModel file, FileReadOperation its, ByteBuffer... buffers) {
        super(file, its);
        this.buffers = buffers;
    }

    void prepare(int newRoom) {
        room = newRoom;
        FileWriteModel.divide(newRoom, buffers);
        leastBefore = file.content.least();
        ((FileReadOperation) its).position(from);
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
        ByteBuffer all = bytes();
        assertEquals(Math.max(0, result), all.limit(), this::toString);
        file.content.read(from, room, leastBefore, result, all);
    }

    @Override
    void undone() {
        file.content.check(from, bytes());
    }
}
