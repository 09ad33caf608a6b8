package dev.pollux.benchmarks.files;

import dev.pollux.completion.CompletionFile;
import dev.pollux.completion.CompletionPort;
import dev.pollux.completion.FileOption;
import dev.pollux.completion.FileReadOperation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** A completion port: one thread that polls, operations that are submitted again and again. */
final class PortReads extends FileContestant {
    private final CompletionPort port;
    private final List<FileReadOperation> reads = new ArrayList<>();
    private long seed = 88172645463325252L;
    private long deadlineNanos;
    private long count;

    PortReads(String name, CompletionPort port, Path path, long size, boolean direct) throws IOException {
        super(name, path, size, direct);
        this.port = port;
        CompletionFile file = direct
                ? port.openFile(path, StandardOpenOption.READ, FileOption.DIRECT)
                : port.openFile(path, StandardOpenOption.READ);
        for (int i = 0; i < FileReads.IN_FLIGHT; i++) {
            ByteBuffer buffer = ByteBuffer.allocateDirect(2 * FileReads.BLOCK)
                    .alignedSlice(FileReads.BLOCK)
                    .limit(FileReads.BLOCK);
            reads.add(file.read(buffer, (operation, bytes) -> {
                check(bytes);
                count++;
                buffer.clear().limit(FileReads.BLOCK);
                submit(operation);
            }));
        }
    }

    private void submit(FileReadOperation read) {
        if (System.nanoTime() - deadlineNanos < 0) {
            seed = next(seed);
            read.position(position(seed)).submit();
        }
    }

    @Override
    long readUntil(long newDeadlineNanos) throws IOException {
        deadlineNanos = newDeadlineNanos;
        count = 0;
        reads.forEach(this::submit);
        while (port.pendingOperations() > 0) {
            port.poll(-1);
        }
        return count;
    }

    @Override
    public void close() {
        port.close();
    }
}
