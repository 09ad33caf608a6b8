package dev.pollux.history;

import dev.pollux.FileSource;
import dev.pollux.completion.NativeMemory;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** The operations of one end of a connection, made when they are needed and used again and again. */
final class EndOperations {
    private static final int SMALL = 256;
    private static final int MEMORY = 3;
    private static final int MUCH = 4;
    private static final int LARGE = 1 << 19;

    private final CompletionWorld world;
    private final EndModel end;
    private final ReadModel[] reads = new ReadModel[4]; // over one buffer, two, three, memory
    private final WriteModel[] writes =
            new WriteModel[MUCH + 1]; // over one, two, memory, pieces of it; the last is large
    private WriteModel sendFile;
    private ShutdownOutputModel shutdownOutput;
    private ReadStreamModel stream;

    EndOperations(CompletionWorld world, EndModel end) {
        this.world = world;
        this.end = end;
    }

    ReadModel read(int which) {
        int index = which % (world.features.addresses() ? reads.length : MEMORY);
        if (reads[index] == null && index == MEMORY) {
            ByteBuffer buffer = world.buffers.take(SMALL);
            long address = NativeMemory.addressOf(buffer);
            reads[index] = add(new ReadModel(world, end, end.socket.read(address, 0), address, buffer));
        }
        if (reads[index] == null) {
            ByteBuffer[] buffers = buffers(index + 1, SMALL);
            reads[index] = add(new ReadModel(
                    world, end, index == 0 ? end.socket.read(buffers[0]) : end.socket.read(buffers), buffers));
        }
        return reads[index];
    }

    WriteModel write(int which) {
        int index = which % (world.features.addresses() ? MUCH : 2);
        if (writes[index] == null && index >= 2) {
            ByteBuffer[] pieces = buffers(index == 2 ? 1 : 3, SMALL);
            long[] addresses =
                    Arrays.stream(pieces).mapToLong(NativeMemory::addressOf).toArray();
            writes[index] = add(new WriteModel(world, end, end.socket.write(addresses[0], 0), addresses, pieces));
        }
        if (writes[index] == null) {
            ByteBuffer[] buffers = buffers(index + 1, SMALL);
            writes[index] = add(new WriteModel(
                    world, end, index == 0 ? end.socket.write(buffers[0]) : end.socket.write(buffers), buffers));
        }
        return writes[index];
    }

    WriteModel writeMuch() {
        if (writes[MUCH] == null) {
            ByteBuffer[] buffers = buffers(1, LARGE);
            writes[MUCH] = add(new WriteModel(world, end, end.socket.write(buffers[0]), buffers));
        }
        return writes[MUCH];
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

    ReadStreamModel stream() {
        if (stream == null) {
            stream = add(new ReadStreamModel(world, end));
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
