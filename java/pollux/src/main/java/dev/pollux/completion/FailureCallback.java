package dev.pollux.completion;

import dev.pollux.ErrorHandler;
import java.io.IOException;

/**
 * Learns that an operation or a stream failed. {@link Operation} has an example.
 *
 * <p>Only from a thread that polls the port. With a {@link CompletionDispatcher} that is the loop's thread. A close may
 * also call it, on the thread that closes.
 *
 * @param <O> the kind of operation or stream
 */
@FunctionalInterface
public interface FailureCallback<O> {

    /**
     * Called once for each {@link Operation#submit()} that fails, on a thread that polls the port or closes it. It is never
     * called within the submit itself. The operation may be submitted again from here.
     *
     * @param operation the operation
     * @param failure why it failed: {@link OperationCancelledException} after {@link Operation#cancel}, {@link
     *     java.net.SocketTimeoutException} after {@link Operation#timeoutNanos}, {@link
     *     java.nio.channels.AsynchronousCloseException} if its socket was closed meanwhile, {@link
     *     java.nio.channels.ClosedChannelException} if the socket was closed before. Otherwise it is what the system says,
     *     as the JDK's own exception where it has one
     * @throws Exception anything. It goes to the port's {@link ErrorHandler}, and the loop goes on
     */
    void onFailure(O operation, IOException failure) throws Exception;
}
