package dev.pollux.examples.proxy;

import dev.pollux.Timer;

/** Probes an upstream now and then: an upstream that is down gets no requests which could tell that it is up again. */
final class HealthCheck {
    private final ProxyLoop loop;
    private final Upstream upstream;
    private final Timer timer;
    private final long intervalNanos;

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
            timer.schedule(intervalNanos);
        }
    }

    private void probe() {
        new HealthProbe(loop, upstream, this::probed).start();
    }

    private void probed(boolean well) {
        timer.schedule(intervalNanos); // the next begins when this one has ended: there is never more than one
        upstream.probed(well);
    }
}
