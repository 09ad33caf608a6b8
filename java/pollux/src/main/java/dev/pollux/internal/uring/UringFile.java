package dev.pollux.internal.uring;

import dev.pollux.internal.completion.CompletionPortWork;
import dev.pollux.internal.completion.file.CompletionFileWork;
import dev.pollux.internal.completion.file.FileReadOperationWork;
import dev.pollux.internal.completion.file.FileSyncOperationWork;
import dev.pollux.internal.completion.file.FileTransferWork;
import dev.pollux.internal.completion.file.FileWriteOperationWork;
import dev.pollux.internal.file.FileOptions;
import dev.pollux.linux.LinuxFile;
import dev.pollux.linux.file.LinuxBlockingFile;
import dev.pollux.system.OpenFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;

/** A file on the ring. Only a truncate is done by a thread of the port's: few kernels' rings have it. */
final class UringFile extends CompletionFileWork {
    private static final int DATA_ONLY = 1; // IORING_FSYNC_DATASYNC

    private final LinuxFile file;
    private final UringEngine engine;

    private UringFile(CompletionPortWork port, UringEngine engine, LinuxBlockingFile calls, FileOptions options) {
        super(port, new UringFileHandle(engine, calls.file()), calls, options);
        this.engine = engine;
        file = calls.file();
    }

    static UringFile open(CompletionPortWork port, UringEngine engine, Path path, FileOptions options)
            throws IOException {
        LinuxBlockingFile calls = new LinuxBlockingFile(path, options);
        try {
            return new UringFile(port, engine, calls, options);
        } catch (Throwable e) {
            calls.close();
            throw e;
        }
    }

    static UringFile of(OpenFile file) {
        if (file instanceof UringFile ours) {
            return ours;
        }
        Objects.requireNonNull(file, "file");
        throw new IllegalArgumentException(file + " is no file of a completion port: use CompletionPort.openFile");
    }

    /** {@return the system's file of one that a socket sends} It was checked. */
    static LinuxFile toSend(OpenFile file) {
        return file instanceof LinuxFile its ? its : ((UringFile) file).file;
    }

    @Override
    protected int startRead(FileReadOperationWork operation) throws IOException {
        return transfer(operation, Opcode.READ, Opcode.READV);
    }

    @Override
    protected int startWrite(FileWriteOperationWork operation) throws IOException {
        return transfer(operation, Opcode.WRITE, Opcode.WRITEV);
    }

    private int transfer(FileTransferWork<?> operation, int one, int several) throws IOException {
        UringTicket ticket = UringTicket.of(operation);
        UringBuffers buffers = (UringBuffers) operation.buffers();
        if (buffers.isOne()) {
            int fd = ticket.hold(file);
            ticket.entry(one, fd, buffers.firstAddress(), buffers.firstLength(), operation.nextPosition(), 0);
        } else {
            int count = buffers.putIovecs(ticket);
            int fd = ticket.hold(file);
            ticket.entry(several, fd, ticket.at(UringTicket.IOVECS), count, operation.nextPosition(), 0);
        }
        return engine.start(ticket);
    }

    @Override
    protected int startSync(FileSyncOperationWork operation) throws IOException {
        UringTicket ticket = UringTicket.of(operation);
        ticket.entry(Opcode.FSYNC, ticket.hold(file), 0, 0, 0, operation.isOfAll() ? 0 : DATA_ONLY);
        return engine.start(ticket);
    }
}
