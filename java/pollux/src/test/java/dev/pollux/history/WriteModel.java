package dev.pollux.history;

import dev.pollux.completion.Operation;
import dev.pollux.completion.WriteOperation;
import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;

/** The model of a write, over one buffer or several, or of the sending of a file. */
final class WriteModel extends OperationModel {
    private final EndModel end;
    private final ByteBuffer[] buffers;
    private final long[] addresses; // of the buffers that it is given as memory, or none
    private final int[] lengths; // of what is in those
    private int count;
    private boolean ended; // there was an end of what is sent when it was submitted

    WriteModel(CompletionWorld world, EndModel end, Operation<?> its, ByteBuffer... buffers) {
        this(world, end, its, new long[0], buffers);
    }

    WriteModel(CompletionWorld world, EndModel end, Operation<?> its, long[] addresses, ByteBuffer... buffers) {
        super(world, its);
        this.end = end;
        this.addresses = addresses;
        lengths = new int[addresses.length];
        this.buffers = buffers;
    }

    /** Fills the buffers with what comes next. */
    void prepare(int newCount) {
        count = newCount;
        int left = newCount;
        long place = end.out.sent();
        for (int i = 0; i < buffers.length; i++) {
            int here = i == buffers.length - 1 ? left : left / 2;
            end.out.from(place, buffers[i].clear(), here).flip();
            place += here;
            left -= here;
        }
        prepareMemory();
        sends();
    }

    private void prepareMemory() {
        for (int i = 0; i < addresses.length; i++) {
            lengths[i] = buffers[i].limit();
        }
        if (addresses.length == 1) {
            ((WriteOperation) its).memory(addresses[0], lengths[0]);
        } else if (addresses.length > 1) {
            int offset = lengths[0] == 0 ? 1 : 0;
            ((WriteOperation) its).memory(addresses, lengths, offset, addresses.length - offset);
        }
    }

    /** It sends what is in a file. */
    void prepareFile(int newCount) {
        count = newCount;
        sends();
    }

    private void sends() {
        ended = end.out.isEnded();
        if (!ended) {
            end.out.sent(count);
            end.mayBeReset |= end.peer.mayBeClosed() && count > 0;
        }
    }

    void forget() {
        if (!ended) {
            end.out.sent(-count);
        }
    }

    @Override
    boolean isWrite() {
        return !isOfClosed();
    }

    @Override
    boolean isChannelClosed() {
        return end.isClosing();
    }

    @Override
    boolean closesUnseen() {
        return end.closesUnseen;
    }

    @Override
    long otherTimeoutNanos() {
        return end.writeTimeoutNanos;
    }

    @Override
    boolean isDueByItself() {
        return end.isWriteDue(ended);
    }

    @Override
    void completed(long result) {
        boolean wrong = result != count || ended && count > 0 && !end.outputShut;
        for (ByteBuffer each : buffers) {
            wrong |= addresses.length == 0 && each.hasRemaining();
        }
        if (wrong) {
            throw new AssertionError(this + ": " + result + " of " + count + " bytes, to " + end);
        }
        end.surelySent += count;
    }

    @Override
    boolean mayFail(IOException failure) {
        return end.mayFail(failure) || end.out.isEnded() && failure instanceof SocketException;
    }

    @Override
    void undone() {
        end.failing |= !isOfClosed() && !ended;
        if (!ended) {
            end.torn |= count > 0;
        }
    }
}
