package dev.pollux.history;

import dev.pollux.FileSource;
import java.nio.ByteBuffer;

/** The operations of one end of a connection, made when they are needed and used again and again. */
final class EndOperations {
    private static final int SMALL = 256;
    private static final int LARGE = 1 << 19;

    private final CompletionWorld world;
    private final EndModel end;
    private final ReadModel[] reads = new ReadModel[3]; // over one buffer, two, three
    private final WriteModel[] writes = new WriteModel[3]; // over one, two; the last is large
    private WriteModel sendFile;
    private ShutdownOutputModel shutdownOutput;
    private StreamModel stream;

    EndOperations(CompletionWorld world, EndModel end) {
        this.world = world;
        this.end = end;
    }

    ReadModel read(int which) {
        int index = which % reads.length;
        if (reads[index] == null) {
            ByteBuffer[] buffers = buffers(index + 1, SMALL);
            reads[index] = add(new ReadModel(
                    world, end, index == 0 ? end.socket.read(buffers[0]) : end.socket.read(buffers), buffers));
        }
        return reads[index];
    }

    WriteModel write(int which) {
        int index = which % 2;
        if (writes[index] == null) {
            ByteBuffer[] buffers = buffers(index + 1, SMALL);
            writes[index] = add(new WriteModel(
                    world, end, index == 0 ? end.socket.write(buffers[0]) : end.socket.write(buffers), buffers));
        }
        return writes[index];
    }

    WriteModel writeMuch() {
        if (writes[2] == null) {
            ByteBuffer[] buffers = buffers(1, LARGE);
            writes[2] = add(new WriteModel(world, end, end.socket.write(buffers[0]), buffers));
        }
        return writes[2];
    }

    WriteModel sendFile(FileSource file) {
        if (sendFile == null) {
            sendFile = add(new WriteModel(world, end, end.socket.sendFile(file)));
        }
        return sendFile;
    }

    ShutdownOutputModel shutdownOutput() {
        if (shutdownOutput == null) {
            shutdownOutput = add(new ShutdownOutputModel(world, end, end.socket.shutdownOutputOperation()));
        }
        return shutdownOutput;
    }

    StreamModel stream() {
        if (stream == null) {
            stream = add(new StreamModel(world, end));
        }
        return stream;
    }

    private <M extends Expected> M add(M model) {
        end.operations.add(model);
        world.add(model);
        return model;
    }

    private ByteBuffer[] buffers(int count, int size) {
        ByteBuffer[] made = new ByteBuffer[count];
        for (int i = 0; i < count; i++) {
            made[i] = world.buffers.take(size);
        }
        return made;
    }
}
