package dev.pollux.examples.proxy;

import dev.pollux.completion.CompletionSocket;
import dev.pollux.completion.LentBuffer;
import dev.pollux.completion.ReadStream;
import java.io.IOException;

/**
 * One direction of a link: what is read is written to the other end as it is. A stream lends only so many buffers at a time, so
 * no more is read than the other end takes, and TCP's window tells the sender to wait: back-pressure from end to end.
 */
final class CompletionPipe {
    private final CompletionLink link;
    private final CompletionSocket to;
    private final ReadStream stream;
    private int writes; // that are not done
    private boolean ended; // nothing more comes

    CompletionPipe(CompletionLink link, CompletionSocket from, CompletionSocket to) {
        this.link = link;
        this.to = to;
        stream = from.readStream(this::onRead).onEnd(this::onEnd).onFailure((failed, why) -> link.reset());
    }

    void start() {
        stream.submit();
    }

    /** {@return true if its stream has ended, and all of it was written} */
    boolean isFinished() {
        return ended && writes == 0;
    }

    private void onRead(ReadStream from, LentBuffer buffer) {
        link.active();
        writes++;
        to.writeAndGiveBack(buffer, this::onWritten);
    }

    private void onWritten(CompletionSocket written, IOException failure) {
        writes--;
        if (failure != null) {
            link.reset(); // the other end is not to take what it has for the whole
        } else {
            link.active();
            link.closeIfDone();
        }
    }

    private void onEnd(ReadStream from) throws IOException {
        ended = true;
        to.shutdownOutput(); // half-close goes on to the other end, behind what was read before
        link.closeIfDone();
    }
}
