package dev.pollux.completion;

import dev.pollux.ErrorHandler;
import java.io.IOException;

/**
 * Learns that a lent buffer was written or sent, or could not be. {@link CompletionSocket#writeAndGiveBack(LentBuffer,
 * GiveBackCallback)} has an example.
 *
 * <p>Only from a thread that polls the port. With a {@link CompletionDispatcher} that is the loop's thread.
 *
 * @param <C> the kind of socket
 */
@FunctionalInterface
public interface GiveBackCallback<C extends CompletionChannel> {

    /**
     * Called once, after the buffer was given back.
     *
     * @param socket the socket
     * @param failure why it failed, as {@link FailureCallback} has it, or null if all has gone
     * @throws Exception anything. It goes to the port's {@link ErrorHandler}, and the loop goes on
     */
    void onGivenBack(C socket, IOException failure) throws Exception;
}
