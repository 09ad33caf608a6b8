package dev.pollux.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.completion.CompletionFile;
import dev.pollux.completion.FileTruncateOperation;
import dev.pollux.completion.NativeMemory;
import dev.pollux.completion.Operation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The model of a file: its bytes, as far as they are known, and what its size is at least and at most. Its operations are done in
 * no order, so none is submitted that meets another where the order would tell.
 */
final class FileModel {
    private static final int KINDS = 3; // over one buffer, two, and memory by its address
    private static final int LONGEST = 200;

    private final CompletionWorld world;
    private final Path path;
    final FileContent content = new FileContent();
    private final List<Part> parts = new ArrayList<>(); // of files that are closed, too

    private CompletionFile file;
    private Part[] reads;
    private Part[] writes;
    private final Part[] syncs = new Part[2]; // with what is known of the file, and without
    private Part truncate;

    FileModel(CompletionWorld world) throws IOException {
        this.world = world;
        path = world.file.path().resolveSibling("content");
        if (world.features.files()) {
            open(StandardOpenOption.TRUNCATE_EXISTING);
        }
    }

    private void open(StandardOpenOption... how) throws IOException {
        List<StandardOpenOption> options = new ArrayList<>(List.of(how));
        options.addAll(List.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE));
        file = world.port.openFile(path, options.toArray(StandardOpenOption[]::new));
        reads = new Part[kinds()];
        writes = new Part[kinds()];
        for (int i = 0; i < 2; i++) {
            ByteBuffer[] into = buffers(i + 1);
            reads[i] = add(new FileReadModel(this, i == 0 ? file.read(into[0]) : file.read(into), 0, into));
            ByteBuffer[] from = buffers(i + 1);
            writes[i] = add(new FileWriteModel(this, i == 0 ? file.write(from[0]) : file.write(from), 0, from));
        }
        if (kinds() > 2) {
            ByteBuffer into = world.buffers.take(LONGEST);
            long intoAddress = NativeMemory.addressOf(into);
            reads[2] = add(new FileReadModel(this, file.read(intoAddress, 0), intoAddress, into));
            ByteBuffer from = world.buffers.take(LONGEST);
            long fromAddress = NativeMemory.addressOf(from);
            writes[2] = add(new FileWriteModel(this, file.write(fromAddress, 0), fromAddress, from));
        }
        syncs[0] = add(new Part(this, file.sync()) {});
        syncs[1] = add(new Part(this, file.syncData()) {});
        truncate = add(new Truncate(this, file.truncate(0)));
    }

    private int kinds() {
        return world.features.addresses() ? KINDS : KINDS - 1;
    }

    private ByteBuffer[] buffers(int count) {
        ByteBuffer[] made = new ByteBuffer[count];
        for (int i = 0; i < count; i++) {
            made[i] = world.buffers.take(LONGEST);
        }
        return made;
    }

    private Part add(Part made) {
        parts.add(made);
        world.add(made);
        return made;
    }

    /** An operation of the file, and which of its bytes it is about. */
    abstract static class Part extends OperationModel {
        final FileModel file;
        private final CompletionFile of;
        private boolean isOfClosed;
        long from;
        long to; // the same as from if it is about none

        Part(FileModel file, Operation<?> its) {
            super(file.world, its);
            this.file = file;
            of = file.file;
        }

        @Override
        final boolean isChannelClosed() {
            return isOfClosed;
        }

        @Override
        final boolean isDueByItself() {
            return true;
        }

        @Override
        final boolean mayFail(IOException failure) {
            return false;
        }

        @Override
        void completed(long result) {
            assertEquals(0, result, this::toString);
        }
    }

    /** The model of a change of a file's size. */
    private static final class Truncate extends Part {
        private long size;

        Truncate(FileModel file, FileTruncateOperation its) {
            super(file, its);
            to = FileContent.END;
        }

        void prepare(long newSize) {
            size = newSize;
            file.content.mayGetSize(newSize);
            ((FileTruncateOperation) its).size(newSize);
        }

        @Override
        void completed(long result) {
            super.completed(result);
            file.content.sized(size);
        }

        @Override
        void undone() {
            file.content.unknown(size, to); // zeros, or what was there
        }
    }

    /** {@return true if it can be told what comes of it, beside all that is pending} */
    private boolean isAlone(long from, long to, boolean changes) {
        for (Part each : parts) {
            boolean eachChanges = !(each instanceof FileReadModel);
            if (each.pending && each.from < to && from < each.to && (changes || eachChanges)) {
                return false;
            }
        }
        return true;
    }

    // ---- Steps ----

    void read(CompletionActions actions, int a, int b, long timeoutNanos) {
        if (file != null) {
            FileReadModel read = (FileReadModel) reads[a % kinds()];
            long position = 2L * (b % (FileContent.LARGEST / 2));
            submit(actions, read, position, 1 + (a + b) % LONGEST, timeoutNanos);
        }
    }

    void write(CompletionActions actions, int a, int b, long timeoutNanos) {
        if (file != null) {
            FileWriteModel write = (FileWriteModel) writes[a % kinds()];
            submit(actions, write, b % FileContent.LARGEST, 1 + (a + b) % LONGEST, timeoutNanos);
        }
    }

    private void submit(CompletionActions actions, Part part, long position, int count, long timeoutNanos) {
        if (part.pending || isAlone(position, position + count, part instanceof FileWriteModel)) {
            actions.submit(
                    part,
                    timeoutNanos,
                    () -> {
                        part.from = position;
                        part.to = position + count;
                        if (part instanceof FileReadModel read) {
                            read.prepare(count);
                        } else {
                            ((FileWriteModel) part).prepare(count);
                        }
                    },
                    () -> {});
        }
    }

    void sync(CompletionActions actions, int a, long timeoutNanos) {
        if (file != null) {
            actions.submit(syncs[a % syncs.length], timeoutNanos, () -> {}, () -> {});
        }
    }

    void truncate(CompletionActions actions, int b, long timeoutNanos) {
        if (file != null && (truncate.pending || isAlone(0, FileContent.END, true))) {
            Truncate its = (Truncate) truncate;
            actions.submit(its, timeoutNanos, () -> its.prepare(b % FileContent.LARGEST), () -> {});
        }
    }

    void ask() throws IOException {
        if (file == null || !world.port.isOpen()) {
            return;
        }
        assertTrue(file.isOpen());
        long size = file.size();
        assertTrue(content.mayHaveSize(size), () -> size + " bytes, of " + content);
    }

    /** Closes it, and opens it again. */
    void close() throws IOException {
        if (file == null || !world.port.isOpen()) {
            return;
        }
        file.close();
        assertThrows(ClosedChannelException.class, file::size);
        for (Part each : parts) {
            if (each.of == file) {
                each.channelClosed();
                each.isOfClosed = true;
            }
        }
        open();
    }
}
