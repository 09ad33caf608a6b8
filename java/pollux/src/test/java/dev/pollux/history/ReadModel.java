package dev.pollux.history;

import dev.pollux.completion.ReadOperation;
import java.io.IOException;
import java.nio.ByteBuffer;

/** The model of a read, over one buffer or several. */
final class ReadModel extends OperationModel {
    private final EndModel end;
    private final ByteBuffer[] buffers;
    private final long address; // of the one buffer that it is given as memory, or 0
    private int room;
    private Reading reading; // the submission under way

    ReadModel(CompletionWorld world, EndModel end, ReadOperation its, ByteBuffer... buffers) {
        this(world, end, its, 0, buffers);
    }

    ReadModel(CompletionWorld world, EndModel end, ReadOperation its, long address, ByteBuffer... buffers) {
        super(world, its);
        this.end = end;
        this.address = address;
        this.buffers = buffers;
    }

    /** Makes room, some in each buffer, before it is submitted. */
    void prepare(int newRoom) {
        room = newRoom;
        int left = newRoom;
        for (int i = 0; i < buffers.length; i++) {
            int here = i == buffers.length - 1 ? left : left / 2;
            buffers[i].clear().limit(here);
            left -= here;
        }
        if (address != 0) {
            ((ReadOperation) its).memory(address, newRoom);
        }
        reading = new Reading(end, this);
        end.reads.add(reading);
    }

    void forget() {
        end.reads.remove(reading);
    }

    @Override
    boolean isChannelClosed() {
        return end.closed;
    }

    @Override
    boolean closesUnseen() {
        return end.closesUnseen;
    }

    @Override
    boolean isDueByItself() {
        if (end.surelyReadable() > 0 || end.peer.surelyEnded) {
            for (Reading each : end.reads) {
                if (each.isWaiting()) {
                    return each == reading || end.peer.surelyEnded; // the first of those that wait
                }
            }
        }
        return false;
    }

    @Override
    String whyDue() {
        return super.whyDue() + ", of " + end + ", which has got " + end.in().received() + " bytes and has "
                + end.reads.size() + " reads, from " + end.peer + ", which has surely sent " + end.peer.surelySent;
    }

    @Override
    void completed(long newResult) {
        int read = (int) Math.max(0, newResult);
        if (address != 0) {
            buffers[0].position(read);
        }
        ByteBuffer all = ByteBuffer.allocate(room);
        for (ByteBuffer each : buffers) {
            all.put(each.duplicate().flip());
        }
        if (newResult < -1 || newResult == 0 && room > 0 || all.position() != read) {
            throw new AssertionError(
                    this + ": " + newResult + " with room for " + room + ", and the buffers hold " + all.position());
        }
        for (int i = 1; i < buffers.length; i++) {
            if (buffers[i].position() > 0 && buffers[i - 1].hasRemaining()) {
                throw new AssertionError(this + ": a buffer was left out");
            }
        }
        reading.told(newResult, all.flip());
        end.settle();
    }

    @Override
    boolean mayFail(IOException failure) {
        return end.mayFail(failure);
    }

    @Override
    void undone() {
        for (ByteBuffer each : buffers) {
            if (each.position() != 0) {
                throw new AssertionError(this + " has failed, and moved a buffer");
            }
        }
        reading.failed();
        end.settle();
    }
}
