package dev.pollux.examples.proxy;

import dev.pollux.LoopTimer;

/** Probes an upstream now and then: an upstream that is down gets no requests which could tell that it is up again. */
final class HealthCheck {
    private final ProxyLoop loop;
    private final Upstream upstream;
    private final LoopTimer timer;
    private final long intervalNanos;

    /** Made ahead: the first one loads what probing needs while there are descriptors for that. */
    private HealthProbe next;

    HealthCheck(ProxyLoop loop, Upstream upstream) {
        this.loop = loop;
        this.upstream = upstream;
        intervalNanos = loop.limits.health().intervalNanos();
        timer = loop.dispatcher.timer(this::probe);
    }

    boolean isOn() {
        return intervalNanos > 0;
    }

    void start() {
        if (isOn()) {
            next = new HealthProbe(loop, upstream, this::probed);
            timer.schedule(intervalNanos);
        }
    }

    private void probe() {
        try {
            next.start();
        } catch (Throwable e) { // no memory, say: this probe is lost, but not all that would follow
            timer.schedule(intervalNanos);
            throw e;
        }
    }

    private void probed(boolean well) {
        timer.schedule(intervalNanos); // the next begins when this one has ended: there is never more than one
        next = new HealthProbe(loop, upstream, this::probed);
        upstream.probed(well);
    }
}
