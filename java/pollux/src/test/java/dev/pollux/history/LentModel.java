package dev.pollux.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.pollux.completion.LentBuffer;
import java.io.IOException;
import java.net.SocketException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
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

    /** A buffer that the program has. */
    private record Lent(StreamModel stream, LentBuffer buffer) {}

    LentModel(CompletionWorld world) {
        this.world = world;
    }

    boolean mayLend() {
        return out < BUFFERS;
    }

    void add(StreamModel stream, LentBuffer buffer) {
        held.add(new Lent(stream, buffer));
        if (++out > BUFFERS) {
            throw new AssertionError(out + " buffers are lent, of " + BUFFERS);
        }
    }

    private Lent take(int which) {
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

    private void isBack(Lent lent) {
        out--;
        lent.stream.lent--;
    }

    /** Writes what comes next in a stream. */
    void write(EndModel end, int which, int count) {
        Lent lent = take(which);
        if (lent == null) {
            return;
        }
        Writing writing = new Writing(end, lent, count);
        end.out.next(lent.buffer.data().clear(), count).flip();
        if (!world.port.isOpen()) {
            assertThrows(
                    ShutdownChannelGroupException.class, () -> end.socket.writeAndGiveBack(lent.buffer, (s, f) -> {}));
            isBack(lent);
            return;
        }
        writing.begins();
        writing.sends();
        world.add(writing);
        end.operations.add(writing);
        end.socket.writeAndGiveBack(lent.buffer, (socket, failure) -> world.told(() -> writing.ended(failure)));
        assertThrows(IllegalStateException.class, lent.buffer::giveBack);
    }

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

    /** The model of a write of a lent buffer. */
    final class Writing extends Expected {
        private final EndModel end;
        private final Lent lent;
        private final int count;
        private final boolean endedBefore;
        private final boolean closedBefore;

        Writing(EndModel end, Lent lent, int count) {
            this.end = end;
            this.lent = lent;
            this.count = count;
            endedBefore = end.out.isEnded();
            closedBefore = end.closed;
        }

        void sends() {
            if (!endedBefore) {
                end.out.sent(count);
                end.mayBeReset |= end.peer.closed && count > 0;
            }
        }

        @Override
        boolean isDue() {
            return pending && (channelClosed || closedBefore || end.isWriteDue(endedBefore));
        }

        private void ended(IOException failure) {
            ends();
            isBack(lent);
            if (failure == null) {
                if (closedBefore || endedBefore && count > 0 && !end.outputShut) {
                    throw new AssertionError("written after the end of " + end);
                }
                end.surelySent += count;
                return;
            }
            boolean allowed = failure instanceof AsynchronousCloseException
                    ? channelClosed
                    : failure instanceof ClosedChannelException
                            ? closedBefore
                            : end.mayFail(failure) || end.out.isEnded() && failure instanceof SocketException;
            if (!allowed) {
                throw new AssertionError("the write of a lent buffer to " + end + " failed with " + failure, failure);
            }
            end.torn |= !endedBefore && count > 0;
        }

        @Override
        public String toString() {
            return "write of " + count + " lent bytes to " + end;
        }
    }
}
