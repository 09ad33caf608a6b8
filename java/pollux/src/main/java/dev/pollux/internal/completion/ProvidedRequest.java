package dev.pollux.internal.completion;

import dev.pollux.internal.completion.seam.OperationKind;
import java.io.IOException;

/**
 * The request of a stream of lent buffers, if the system takes a slot by itself for each result. It is over when the system found
 * none, and is made again when there is one.
 */
public abstract class ProvidedRequest extends MultishotOperation {
    // How the system has ended it, if not by a failure: what the ticket says for bytes.
    public static final int ENDED = 0; // the peer's stream is at its end
    public static final int OVER = 1; // it is to be begun again
    public static final int STARVED = 2; // ... once there is a slot

    private final LentStreamWork<?, ?> stream;

    /** In the list of those that wait for a slot. Guarded by who keeps that. */
    public ProvidedRequest nextStarved;

    protected ProvidedRequest(LentStreamWork<?, ?> stream, OperationKind kind) {
        super(stream.channel, kind);
        this.stream = stream;
    }

    /**
     * The system had no slot. Returns false if it has one by now, else the request waits for {@link #goesOn}.
     *
     * @throws IOException if the system takes none
     */
    protected abstract boolean waits() throws IOException;

    /** Ends its wait for a slot. Returns false if it does not wait. */
    protected abstract boolean leaves();

    @Override
    protected final int endedMany(int how, IOException failure) {
        if (failure != null) {
            return stream.requestEnded(failure);
        }
        if (how == ENDED) {
            return stream.finished(null);
        }
        return how == STARVED && !stream.isUnwanted() ? starves() : stream.requestOver();
    }

    private int starves() {
        stream.starved(true);
        boolean waits;
        try {
            waits = waits();
        } catch (Throwable e) { // no memory, here or in the kernel
            stream.starved(false);
            return stream.requestFailed(LentStreamWork.noSlot(e));
        }
        if (waits) {
            stream.port.lentShortage.begins();
            stream.begunRequest();
            return stream.goOn(true); // it may have been stopped meanwhile, and nobody else goes on then
        }
        stream.starved(false);
        return stream.requestOver();
    }

    /** There is a slot again. On any thread. */
    public final void goesOn() {
        stream.starved(false);
        stream.port.lentShortage.ends();
        if (stream.isUnwanted()) {
            stream.requestGone();
            stream.goOn(false);
            return;
        }
        try {
            submitPart();
        } catch (Throwable e) { // no memory
            stream.requestLost(e);
            return;
        }
        stream.begunRequest();
    }

    /** Has it end soon, in flight or not: {@link StreamWork#cancelRequests}. */
    public final void end() {
        if (leaves()) {
            stream.starved(false);
            stream.port.lentShortage.ends();
            stream.requestGone();
        } else {
            cancel();
        }
    }
}
