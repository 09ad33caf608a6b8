package dev.pollux.internal.iocp;

import dev.pollux.Backend;
import dev.pollux.internal.completion.CompletionPortWork;
import dev.pollux.internal.readiness.AbstractReadinessPort;
import dev.pollux.internal.readiness.PacketPort;
import dev.pollux.internal.readiness.ServedPort;
import dev.pollux.readiness.ReadinessPort;
import dev.pollux.windows.Completions;
import dev.pollux.windows.Iocp;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;

/**
 * A readiness port whose polls complete through the completion port's own queue: one wait dequeues both. Where a batch has packets of
 * it, the first of them is its turn. Only from the one thread that polls, unless said otherwise.
 */
final class IocpReadiness {
    final AbstractReadinessPort port;
    private final PacketPort packets;
    private final ServedPort served;
    private final CompletionPortWork within;
    private boolean isAsleep;

    private IocpReadiness(AbstractReadinessPort port, CompletionPortWork within) {
        this.port = port;
        this.within = within;
        packets = (PacketPort) port;
        served = new ServedPort(port);
    }

    /** May be called from any thread. */
    static IocpReadiness open(CompletionPortWork within, Iocp queue) throws IOException {
        AbstractReadinessPort its = AbstractReadinessPort.of(ReadinessPort.open(Backend.AFD));
        boolean isOpened = false;
        try {
            its.errorHandler(within.failures::tell);
            IocpReadiness made = new IocpReadiness(its, within);
            made.packets.joinQueue(queue);
            isOpened = true;
            return made;
        } finally {
            if (!isOpened) {
                its.close();
            }
        }
    }

    void beforeWait() {
        served.tellChanges();
        if (!isAsleep) {
            served.fallsAsleep(); // a packet comes at once if there is something to do
            isAsleep = true;
        }
        packets.beforeWait();
    }

    /** Takes the packets of a batch from an index on, and has a turn. Returns how many callbacks were called. */
    int deliver(Completions batch, int from) {
        for (int i = from; i < batch.count(); i++) {
            if (isOurs(batch, i)) {
                packets.packet(batch.key(i), batch.overlappedAddress(i));
            }
        }
        isAsleep = false;
        try {
            return served.turn();
        } catch (ClosedChannelException e) {
            return 0; // the program has closed it
        } catch (IOException e) {
            within.failures.tell(null, e);
            return 0;
        }
    }

    static boolean isOurs(Completions batch, int index) {
        return batch.key(index) >= PacketPort.FIRST_KEY;
    }

    /** On the thread that closes the queue, which has nothing else any more. */
    void close() {
        port.close();
        packets.drain();
    }
}
