package dev.pollux.completion;

import dev.pollux.ErrorHandler;

/**
 * Learns that an operation has done what it was submitted for. {@link Operation} has an example.
 *
 * <p>Only from a thread that polls the port. With a {@link CompletionDispatcher} that is the loop's thread.
 *
 * @param <O> the kind of operation
 */
@FunctionalInterface
public interface CompletionCallback<O extends Operation<O>> {

    /**
     * Called once for each {@link Operation#submit()} that succeeds, on a thread that polls the port. It is never called
     * within the submit itself. The operation may be submitted again from here.
     *
     * @param operation the operation
     * @param result what it says: a number of bytes, -1 for the end of the stream, 0 where there is nothing to count
     * @throws Exception anything. It goes to the port's {@link ErrorHandler}, and the loop goes on
     */
    void onCompletion(O operation, long result) throws Exception;
}
