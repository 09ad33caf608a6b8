package dev.pollux.examples.proxy;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** What a proxy has done, and has at hand, over all its loops. Any thread reads. */
public final class ProxyCounters {
    final LongAdder requests = new LongAdder();
    final LongAdder retries = new LongAdder();
    final LongAdder pauses = new LongAdder();
    final LongAdder connects = new LongAdder();
    final LongAdder upstreamConnections = new LongAdder();
    final LongAdder idleConnections = new LongAdder();
    final LongAdder waitingRequests = new LongAdder();
    private final AtomicLong peakPendingBytes = new AtomicLong();

    ProxyCounters() {}

    void pending(int bytes) {
        if (bytes > peakPendingBytes.get()) {
            peakPendingBytes.accumulateAndGet(bytes, Math::max);
        }
    }

    /** {@return how many requests were understood} */
    public long requests() {
        return requests.sum();
    }

    /** {@return how often a request was sent again, because the pooled connection that it was sent on was dead} */
    public long retries() {
        return retries.sum();
    }

    /** {@return how often one side was not read because the other did not keep up} */
    public long pauses() {
        return pauses.sum();
    }

    /** {@return how many connections to upstreams were opened, or tried to be, for requests} */
    public long connects() {
        return connects.sum();
    }

    /** {@return how many connections to upstreams there are, those that still connect included} */
    public long upstreamConnections() {
        return upstreamConnections.sum();
    }

    /** {@return how many of them wait for a request} */
    public long idleConnections() {
        return idleConnections.sum();
    }

    /** {@return how many requests wait for a connection} */
    public long waitingRequests() {
        return waitingRequests.sum();
    }

    /** {@return the most bytes that have ever waited in one write queue} */
    public long peakPendingBytes() {
        return peakPendingBytes.get();
    }

    @Override
    public String toString() {
        return requests() + " requests, " + retries() + " retried, " + waitingRequests() + " waiting; "
                + upstreamConnections() + " upstream connections, " + idleConnections() + " idle, " + connects()
                + " connects; " + pauses() + " pauses, at most " + peakPendingBytes() + " bytes pending";
    }
}
