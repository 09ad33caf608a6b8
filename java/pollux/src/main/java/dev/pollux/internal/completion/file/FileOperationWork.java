package dev.pollux.internal.completion.file;

import dev.pollux.completion.CompletionFile;
import dev.pollux.completion.Operation;
import dev.pollux.internal.completion.AbstractCompletionSource;
import dev.pollux.internal.completion.AbstractOperation;
import dev.pollux.internal.completion.CompletionBackend;
import dev.pollux.internal.file.BlockingFile;
import dev.pollux.internal.file.FileThreads;
import java.io.IOException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;

/**
 * What all operations of files share. One that the backend can't start waits for a thread of the port's. Until a thread has taken it,
 * a cancel or a close takes it back. What a thread has begun keeps its result.
 */
public abstract class FileOperationWork<O extends Operation<O>> extends AbstractOperation<O> {
    /** Made in time: without memory, not even an exception can be. */
    private static final IOException NO_MEMORY = new IOException("no memory for a file's operation");

    final CompletionFileWork file;
    private final ByThread byThread;
    private boolean isByThread; // the submission under way

    FileOperationWork(CompletionFileWork file) {
        super(file.work());
        this.file = file;
        byThread = new ByThread(this);
    }

    /** What a thread is given. */
    static final class ByThread extends FileThreads.Job {
        private final FileOperationWork<?> operation;

        ByThread(FileOperationWork<?> operation) {
            super(operation.file);
            this.operation = operation;
        }

        @Override
        protected void run() {
            IOException failure = null;
            try {
                operation.doWaiting(operation.file.calls);
            } catch (ClosedChannelException e) { // it was open when the operation was submitted
                failure = new AsynchronousCloseException();
            } catch (IOException e) {
                failure = e;
            } catch (Throwable e) { // the program has changed a buffer meanwhile, or there is no memory
                failure = unexpected(e);
            }
            operation.doneHere(failure);
            operation.port.backend.deliverByBatch(operation);
        }

        private IOException unexpected(Throwable thrown) {
            try {
                return new IOException(operation + " failed", thrown);
            } catch (OutOfMemoryError e) {
                return NO_MEMORY;
            }
        }

        /** It ends before a thread has begun. */
        void wasTakenBack() {
            operation.takenBack();
            operation.port.backend.deliverByBatch(operation);
        }
    }

    /** Does all of it, by calls that wait, and keeps the result. */
    abstract void doWaiting(BlockingFile calls) throws IOException;

    public CompletionFile file() {
        return file;
    }

    @Override
    public AbstractCompletionSource source() {
        return file;
    }

    final int startByThread() throws IOException {
        if (!file.isOpen()) {
            throw new ClosedChannelException();
        }
        isByThread = true;
        try {
            port.fileThreads().submit(byThread);
        } catch (OutOfMemoryError e) {
            throw new IOException("no thread for " + this, e);
        }
        if (!file.isOpen()) { // a close may have looked for it too early
            takeBack();
        }
        return CompletionBackend.PENDING;
    }

    /** Ends it, unless a thread has begun. */
    private void takeBack() {
        if (port.fileThreads().takeBack(byThread)) {
            byThread.wasTakenBack();
        }
    }

    @Override
    protected final void cancelInSystem() {
        if (isByThread) {
            takeBack();
        } else {
            super.cancelInSystem();
        }
    }

    /** Forgets how the last part was done, before the next one is started. */
    final void startsAnew() {
        isByThread = false;
    }
}
