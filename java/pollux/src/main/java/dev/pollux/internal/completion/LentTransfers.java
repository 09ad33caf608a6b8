package dev.pollux.internal.completion;

import dev.pollux.completion.CompletionChannel;
import dev.pollux.completion.CompletionSocket;
import dev.pollux.completion.CompletionUdpSocket;
import dev.pollux.completion.GiveBackCallback;
import dev.pollux.completion.LentBuffer;
import dev.pollux.internal.completion.clock.SlowClock;
import dev.pollux.internal.completion.lent.LentBufferWork;
import dev.pollux.internal.completion.seam.PeerAddress;
import dev.pollux.internal.loop.PollingThread;
import dev.pollux.internal.loop.ShortLock;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/**
 * A port's transfers of one kind that are not under way: a message allocates none. The one thread that polls a port of a program that
 * has promised so keeps a few for itself, without a lock. All others share the rest.
 */
final class LentTransfers<C extends CompletionChannel> {
    private static final int OWN = 64; // about as many as a turn brings

    private final CompletionPortWork port;

    // The one polling thread's alone.
    private LentTransfer<C> own;
    private int ownCount;

    private final ShortLock lock = new ShortLock();
    private LentTransfer<C> first; // guarded by the lock
    private volatile LentTransfer<C> made; // all, the last first; changed under the lock
    private final SlowClock clock;

    /** @param limitNanos how long each may take, unless its socket says otherwise, or 0 for no limit */
    LentTransfers(CompletionPortWork port, long limitNanos) {
        this.port = port;
        clock = new SlowClock(port.deadlines, limitNanos, this::look);
    }

    /** Ends what is too late. Returns true if something is under way that may come to be. */
    private boolean look(int now) {
        boolean isUnderWay = false;
        for (LentTransfer<C> each = made; each != null; each = each.nextMade) {
            isUnderWay |= each.look(now, clock.limitNanos());
        }
        return isUnderWay;
    }

    private LentTransfer<C> make(AbstractOperation<?> operation) {
        lock.lock();
        try {
            LentTransfer<C> transfer = new LentTransfer<>(this, operation, made);
            made = transfer;
            return transfer;
        } finally {
            lock.unlock();
        }
    }

    private boolean isOnlyPoller() {
        PollingThread only = port.only;
        return only != null && only.isCurrent();
    }

    void put(LentTransfer<C> transfer) {
        if (ownCount < OWN && isOnlyPoller()) {
            transfer.next = own;
            own = transfer;
            ownCount++;
            return;
        }
        lock.lock();
        try {
            transfer.next = first;
            first = transfer;
        } finally {
            lock.unlock();
        }
    }

    private LentTransfer<C> take() {
        if (own != null && isOnlyPoller()) {
            LentTransfer<C> taken = own;
            own = taken.next;
            taken.next = null;
            ownCount--;
            return taken;
        }
        lock.lock();
        try {
            LentTransfer<C> taken = first;
            if (taken != null) {
                first = taken.next;
                taken.next = null;
            }
            return taken;
        } finally {
            lock.unlock();
        }
    }

    static void write(AbstractCompletionSocket socket, LentBuffer lent, GiveBackCallback<CompletionSocket> callback) {
        LentBufferWork buffer = LentBufferWork.of(lent);
        ByteBuffer bytes = buffer.beginWrite();
        LentTransfers<CompletionSocket> all = socket.port.lentWrites;
        LentTransfer<CompletionSocket> transfer;
        try {
            transfer = all.take();
            if (transfer == null) {
                transfer = all.make(new WriteOperationWork(socket, socket.port.backend.buffers(bytes)));
            }
            WriteOperationWork write = (WriteOperationWork) transfer.operation();
            write.socket(socket);
            write.lentBuffer(bytes, buffer.slot());
        } catch (Throwable e) { // no memory
            buffer.endWrite();
            throw e;
        }
        boolean isWatched = !socket.limitsWrites();
        transfer.watched(isWatched, all.clock.now());
        transfer.begin(socket, socket, buffer, callback);
        if (isWatched) {
            all.clock.watch();
        }
    }

    /** @param target null for who has sent the datagram */
    static void send(
            AbstractCompletionUdpSocket socket,
            LentBuffer lent,
            InetSocketAddress target,
            GiveBackCallback<CompletionUdpSocket> callback) {
        LentBufferWork buffer = LentBufferWork.of(lent);
        ByteBuffer bytes = buffer.beginWrite();
        LentTransfers<CompletionUdpSocket> all = socket.port.lentSends;
        LentTransfer<CompletionUdpSocket> transfer;
        try {
            transfer = all.take();
            if (transfer == null) {
                transfer = all.make(new SendOperationWork(socket, socket.port.backend.buffers(bytes)));
            }
            SendOperationWork send = (SendOperationWork) transfer.operation();
            send.socket(socket);
            send.lentBuffer(bytes, buffer.slot());
            if (target != null) {
                send.target(target);
            } else {
                send.target((PeerAddress) buffer.senderPlace());
            }
        } catch (Throwable e) { // an address that the socket can't send to, or no memory
            buffer.endWrite();
            throw e;
        }
        transfer.begin(socket, socket, buffer, callback);
    }
}
