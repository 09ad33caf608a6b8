package dev.pollux.internal.completion;

import dev.pollux.completion.CompletionUdpSocket;
import dev.pollux.completion.LentDatagram;
import dev.pollux.completion.ReceiveStream;
import dev.pollux.internal.completion.lent.LentBufferWork;
import dev.pollux.internal.completion.lent.LentSlot;
import dev.pollux.internal.completion.seam.PeerAddress;
import java.io.IOException;

/** A stream of datagrams, made of ordinary receives. Each has its buffer while it waits: without, a datagram would be lost. */
public class ReceiveStreamWork extends LentStreamWork<ReceiveStream, LentDatagram> implements ReceiveStream {
    private final AbstractCompletionUdpSocket socket;
    private ReceiveOperationWork receive; // made with the first request
    private LentSlot slot; // what the receive under way receives into

    protected ReceiveStreamWork(AbstractCompletionUdpSocket socket) {
        super(socket, DEFAULT_WINDOW);
        this.socket = socket;
    }

    @Override
    final String face() {
        return "ReceiveStream";
    }

    @Override
    public final CompletionUdpSocket socket() {
        return socket;
    }

    @Override
    public final ReceiveStream window(int buffers) {
        setWindow(buffers);
        return this;
    }

    @Override
    protected void request() {
        takeSlot();
    }

    @Override
    protected void cancelRequests() {
        ReceiveOperationWork pending = receive;
        if (!leavePool() && pending != null) {
            pending.cancel();
        }
    }

    @Override
    final void hasSlot(LentSlot taken) {
        if (isUnwanted()) {
            taken.giveBack();
            requestGone();
            goOn(false);
            return;
        }
        slot = taken;
        try {
            if (receive == null) {
                receive = new ReceiveOperationWork(socket, port.backend.buffers(taken.room()));
                receive.owner = this;
                receive.isPart = true;
            }
            receive.lentBuffer(taken);
            synchronized (this) {
                waitsFromNowOn();
            }
            port.submissions.submitPart(receive);
        } catch (Throwable e) {
            slot = null;
            taken.giveBack();
            requestLost(e);
            return;
        }
        begunRequest();
    }

    @Override
    final int requestEnded(AbstractOperation<?> operation, long result, IOException failure) {
        LentSlot filled = slot;
        slot = null;
        if (failure != null) {
            filled.giveBack();
            return requestEnded(failure);
        }
        return arrived(datagram(filled.lend(this, (int) result)));
    }

    private LentBufferWork datagram(LentBufferWork buffer) {
        PeerAddress sender = senderOf(buffer);
        sender.set(receive.senderAddress());
        buffer.setSender(sender, receive.isTruncated());
        return buffer;
    }

    /** {@return where the sender of a datagram is put} */
    protected final PeerAddress senderOf(LentBufferWork buffer) {
        boolean hasPlace = buffer.senderPlace() instanceof PeerAddress place && socket.takes(place);
        return hasPlace ? (PeerAddress) buffer.senderPlace() : socket.newAddress();
    }
}
