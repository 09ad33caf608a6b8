package dev.pollux.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.pollux.completion.CompletionChannel;
import dev.pollux.completion.GiveBackCallback;
import dev.pollux.completion.LentBuffer;
import java.io.IOException;
import java.nio.channels.ShutdownChannelGroupException;
import java.util.ArrayList;
import java.util.List;

/** The model of the port's buffers that are lent: each is given back once, and then it refuses. */
final class LentModel {
    static final int BUFFERS = 6; // so few that all of them are lent now and then
    static final int SIZE = 64;

    private final CompletionWorld world;
    private final List<Lent> held = new ArrayList<>();
    private int out; // held, or being written

    /** The one transfer under way of whose end nobody is told. */
    private LentTransferModel untold;

    /** A buffer that the program has. */
    record Lent(LendingModel<?, ?> stream, LentBuffer buffer) {}

    /** Hands a buffer in, with a callback or without. */
    @FunctionalInterface
    interface Transfer<C extends CompletionChannel> {
        void begin(LentBuffer buffer, GiveBackCallback<C> callback);
    }

    LentModel(CompletionWorld world) {
        this.world = world;
    }

    /** {@return true if there is a buffer for a stream, whatever the others keep for themselves} */
    boolean mayLend(LendingModel<?, ?> to) {
        int reserved = 0;
        for (Expected each : world.operations()) {
            reserved += each != to && each instanceof LendingModel<?, ?> stream ? stream.reserve() : 0;
        }
        return out + reserved < BUFFERS;
    }

    void add(LendingModel<?, ?> stream, LentBuffer buffer) {
        held.add(new Lent(stream, buffer));
        if (++out > BUFFERS + (untold == null ? 0 : 1)) {
            throw new AssertionError(out + " buffers are lent, of " + BUFFERS);
        }
    }

    /** {@return one of those that are held, or null} */
    Lent take(int which) {
        return held.isEmpty() ? null : held.remove(which % held.size());
    }

    void giveBack(int which) {
        Lent lent = take(which);
        if (lent != null) {
            lent.buffer.giveBack();
            isBack(lent);
            assertThrows(IllegalStateException.class, lent.buffer::giveBack);
            assertThrows(IllegalStateException.class, lent.buffer::data);
        }
    }

    /** The callback that got it has thrown: the port takes it back, unless it is back or is being written. */
    void thrown(LentBuffer buffer) {
        for (Lent each : List.copyOf(held)) {
            if (each.buffer == buffer) {
                held.remove(each);
                isBack(each);
            }
        }
    }

    void isBack(Lent lent) {
        out--;
        lent.stream.lent--;
    }

    // ---- Transfers ----

    /**
     * Hands a buffer in.
     *
     * @param isToBeTold false to do without a callback, if that can be seen
     */
    <C extends CompletionChannel> void begin(LentTransferModel transfer, boolean isToBeTold, Transfer<C> its) {
        Lent lent = transfer.lent;
        if (!world.port.isOpen()) {
            assertThrows(ShutdownChannelGroupException.class, () -> its.begin(lent.buffer, (s, f) -> {}));
            isBack(lent);
            return;
        }
        boolean isUntold = !isToBeTold && untold == null && !world.isShared();
        untold = isUntold ? transfer : untold;
        transfer.begins();
        transfer.sends();
        world.add(transfer);
        its.begin(lent.buffer, isUntold ? null : (channel, failure) -> world.told(() -> transfer.ended(failure)));
        assertThrows(IllegalStateException.class, lent.buffer::giveBack);
    }

    boolean isUntold(LentTransferModel transfer) {
        return transfer == untold;
    }

    /** {@return true if nobody will be told of a write to there} */
    boolean isUntoldTo(EndModel end) {
        return untold != null && untold.to() == end.socket;
    }

    /** {@return true if a buffer of that stream may be back already} */
    boolean isUntoldOf(LendingModel<?, ?> stream) {
        return untold != null && untold.lent.stream == stream;
    }

    /** {@return true if the error handler is told so of the end of which nobody else is} */
    boolean mayReport(Object source, Throwable failure) {
        return untold != null && failure instanceof IOException why && untold.mayReport(source, why);
    }

    /** Looks whether the transfer of which nobody is told has ended: all that is pending is known but for that. */
    void settle(long pending) {
        LentTransferModel transfer = untold;
        if (transfer != null && pending == world.port.pendingOperations() + 1L) {
            untold = null;
            transfer.endedUntold();
        }
    }

    // ---- The port's end ----

    /** What the program still has is its own, the port being closed or not. */
    void giveAllBack() {
        while (!held.isEmpty()) {
            giveBack(0);
        }
    }

    /** Once the port is closed. */
    void checkAllBack() {
        giveAllBack();
        assertEquals(0, out, "buffers that are lent");
    }
}
