package dev.pollux.micrometer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.Await;
import dev.pollux.Backend;
import dev.pollux.Background;
import dev.pollux.Dispatcher;
import dev.pollux.DispatcherCounters;
import dev.pollux.DistinctCounters;
import dev.pollux.readiness.ReadinessDispatcher;
import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A dispatcher's meters: their values, and how long they are there. */
class PolluxMetricsTest {
    private static final double NANOS_A_SECOND = 1e9;

    private final List<AutoCloseable> opened = new ArrayList<>();
    private final MeterRegistry registry = new SimpleMeterRegistry();

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : opened) {
            each.close();
        }
        assertEquals(List.of(), registry.getMeters());
    }

    private ReadinessDispatcher open(String name) throws IOException {
        ReadinessDispatcher loop =
                ReadinessDispatcher.builder().name(name).timed(true).open();
        opened.add(loop);
        return loop;
    }

    private double value(String name) {
        Meter meter = registry.get("pollux.dispatcher." + name).meter();
        return meter.measure().iterator().next().getValue();
    }

    /** Each counter has a value of its own, so that none stands for another. */
    @Test
    void eachMeterHasItsCountersValue() throws Exception {
        ReadinessDispatcher loop = open("loop");
        DistinctCounters.give(loop);
        new PolluxMetrics(loop).bindTo(registry);
        DispatcherCounters counters = loop.counters();
        assertEquals(counters.waits(), value("waits"));
        assertEquals(counters.emptyReturns(), value("returns.empty"));
        assertEquals(counters.earlyReturns(), value("returns.early"));
        assertEquals(counters.events(), value("events"));
        assertEquals(counters.tasks(), value("tasks"));
        assertEquals(counters.timers(), value("timers"));
        assertEquals(counters.wakeupsAsked(), value("wakeups.asked"));
        assertEquals(counters.wakeupsSent(), value("wakeups.sent"));
        assertEquals(counters.controlCalls(), value("control.calls"));
        assertEquals(counters.controlCallsSaved(), value("control.saved"));
        assertEquals(counters.connectionsTurnedAway(), value("connections.turned.away"));
        assertEquals(counters.rebuilds(), value("rebuilds"));
        assertEquals(counters.handlerFailures(), value("handler.failures"));
        assertEquals(counters.lentBuffers(), value("buffers.lent"));
        assertEquals(counters.bufferWaits(), value("buffers.waits"));
        assertEquals(counters.busyNanos() / NANOS_A_SECOND, value("busy"));
        assertEquals(counters.idleNanos() / NANOS_A_SECOND, value("idle"));
        assertEquals(counters.longestCallbackNanos() / NANOS_A_SECOND, value("callback.longest"));
        assertEquals(0, value("sources"));
        loop.schedule(Long.MAX_VALUE, () -> {});
        assertEquals(1, value("timers.scheduled"));
        loop.execute(() -> {});
        assertEquals(1, value("tasks.queued"));
    }

    @Test
    void whatIsNotMeasuredHasNoMeter() throws Exception {
        ReadinessDispatcher loop = ReadinessDispatcher.builder().name("plain").open();
        opened.add(loop);
        new PolluxMetrics(loop).bindTo(registry);
        assertNull(registry.find("pollux.dispatcher.busy").meter());
        assertNull(registry.find("pollux.dispatcher.idle").meter());
        assertNull(registry.find("pollux.dispatcher.callback.longest").meter());
    }

    @Test
    void tags() throws Exception {
        ReadinessDispatcher loop = open("loop");
        new PolluxMetrics(loop, Tags.of("zone", "a")).bindTo(registry);
        for (Meter each : registry.getMeters()) {
            assertEquals("loop", each.getId().getTag("dispatcher"));
            assertEquals(loop.backend().toString(), each.getId().getTag("backend"));
            assertEquals("a", each.getId().getTag("zone"));
        }
    }

    @Test
    void theyEndWithTheDispatcher() throws Exception {
        ReadinessDispatcher loop = open("loop");
        PolluxMetrics metrics = new PolluxMetrics(loop);
        metrics.bindTo(registry);
        assertTrue(registry.getMeters().size() > 10);
        loop.close();
        assertEquals(List.of(), registry.getMeters());
        metrics.bindTo(registry); // nothing
        metrics.close();
    }

    @Test
    void theyEndByHandInEachRegistry() throws Exception {
        ReadinessDispatcher loop = open("loop");
        ReadinessDispatcher other = open("other");
        MeterRegistry child = new SimpleMeterRegistry();
        MeterRegistry second = new CompositeMeterRegistry().add(child);
        PolluxMetrics metrics = new PolluxMetrics(loop);
        metrics.bindTo(registry);
        metrics.bindTo(second);
        assertEquals(registry.getMeters().size(), child.getMeters().size());
        new PolluxMetrics(other).bindTo(registry);
        int both = registry.getMeters().size();
        metrics.close();
        metrics.close();
        assertEquals(both / 2, registry.getMeters().size());
        assertEquals(List.of(), second.getMeters());
        assertEquals(List.of(), child.getMeters());
        assertEquals("other", registry.getMeters().get(0).getId().getTag("dispatcher"));
        new PolluxMetrics(loop).bindTo(registry);
        assertEquals(both, registry.getMeters().size());
    }

    @Test
    void twoOfOneNameAreRefused() throws Exception {
        new PolluxMetrics(open("loop")).bindTo(registry);
        ReadinessDispatcher second = open("loop");
        PolluxMetrics metrics = new PolluxMetrics(second);
        int count = registry.getMeters().size();
        IllegalStateException refusal = assertThrows(IllegalStateException.class, () -> metrics.bindTo(registry));
        assertTrue(refusal.getMessage().contains("a name of its own"), refusal::getMessage);
        metrics.close(); // the first one's stay
        assertEquals(count, registry.getMeters().size());
        new PolluxMetrics(second, Tags.of("number", "2")).bindTo(registry);
        assertEquals(2 * count, registry.getMeters().size());
    }

    /** A filter may take away what a second dispatcher is known by, or its name, or the first meter. */
    @Test
    void twoOfOneNameAreRefusedWhateverAFilterDoes() throws Exception {
        MeterFilter renames = new MeterFilter() {
            @Override
            public Meter.Id map(Meter.Id id) {
                return id.withName("app." + id.getName());
            }
        };
        MeterFilter deniesTheFirst = MeterFilter.denyNameStartsWith("pollux.dispatcher.waits");
        for (MeterFilter filter : List.of(renames, deniesTheFirst, MeterFilter.ignoreTags("number"))) {
            MeterRegistry its = new SimpleMeterRegistry();
            its.config().meterFilter(filter);
            ReadinessDispatcher first = open("loop");
            new PolluxMetrics(first, Tags.of("number", "1")).bindTo(its);
            List<Meter> all = its.getMeters();
            Tags tags = Tags.of("number", filter == renames || filter == deniesTheFirst ? "1" : "2");
            PolluxMetrics second = new PolluxMetrics(open("loop"), tags);
            assertThrows(IllegalStateException.class, () -> second.bindTo(its));
            second.close();
            assertEquals(all, its.getMeters(), "the first one's");
            first.close();
            assertEquals(List.of(), its.getMeters());
        }
    }

    @Test
    @SuppressWarnings("try") // threads that are only waited for
    void twoOfOneNameAtOnce() throws Exception {
        ReadinessDispatcher first = open("loop");
        ReadinessDispatcher second = open("loop");
        for (int i = 0; i < 200; i++) {
            AtomicInteger refused = new AtomicInteger();
            CountDownLatch begin = new CountDownLatch(1);
            PolluxMetrics ofFirst = new PolluxMetrics(first);
            PolluxMetrics ofSecond = new PolluxMetrics(second);
            try (Background other = Background.run(() -> {
                begin.await();
                bind(ofSecond, refused);
            })) {
                begin.countDown();
                bind(ofFirst, refused);
            }
            assertEquals(1, refused.get());
            ofFirst.close();
            ofSecond.close();
            assertEquals(List.of(), registry.getMeters());
        }
    }

    private void bind(PolluxMetrics metrics, AtomicInteger refused) {
        try {
            metrics.bindTo(registry);
        } catch (IllegalStateException e) {
            refused.incrementAndGet();
        }
    }

    /** By then another dispatcher has its place. */
    @Test
    void aClearedRegistryIsAnothers() throws Exception {
        ReadinessDispatcher first = open("loop");
        new PolluxMetrics(first).bindTo(registry);
        registry.clear();
        new PolluxMetrics(open("loop")).bindTo(registry);
        List<Meter> all = registry.getMeters();
        first.close();
        assertEquals(all, registry.getMeters());
        assertFalse(all.isEmpty());
    }

    @Test
    void whatTheRegistryThrowsLeavesNothing() throws Exception {
        RuntimeException thrown = new IllegalArgumentException("not this one");
        registry.config().meterFilter(new MeterFilter() {
            @Override
            public Meter.Id map(Meter.Id id) {
                if (id.getName().endsWith("sources")) {
                    throw thrown;
                }
                return id;
            }
        });
        PolluxMetrics metrics = new PolluxMetrics(open("loop"));
        assertSame(thrown, assertThrows(IllegalArgumentException.class, () -> metrics.bindTo(registry)));
        assertEquals(List.of(), registry.getMeters());
    }

    /** All of them are removed, in each registry, and the program learns of it. */
    @Test
    void aListenerThatThrowsKeepsNone() throws Exception {
        RuntimeException thrown = new IllegalStateException("a listener's");
        MeterRegistry second = new SimpleMeterRegistry();
        registry.config().onMeterRemoved(meter -> {
            throw thrown;
        });
        PolluxMetrics metrics = new PolluxMetrics(open("loop"));
        metrics.bindTo(registry);
        metrics.bindTo(second);
        assertSame(thrown, assertThrows(IllegalStateException.class, metrics::close));
        assertEquals(List.of(), registry.getMeters());
        assertEquals(List.of(), second.getMeters());
        metrics.close();
    }

    @Test
    void aClosedRegistryTakesNone() throws Exception {
        ReadinessDispatcher loop = open("loop");
        MeterRegistry second = new SimpleMeterRegistry();
        PolluxMetrics metrics = new PolluxMetrics(loop);
        metrics.bindTo(registry);
        registry.close();
        second.close();
        metrics.bindTo(second);
        assertEquals(List.of(), second.getMeters());
        loop.close();
        assertEquals(List.of(), registry.getMeters());
    }

    @Test
    void anyNameIsATag() throws Exception {
        PrometheusMeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        List<String> names = List.of("", " ", "a,b=c:d*?\"\r\n\0\\", "ä 文", "x".repeat(10_000));
        for (String name : names) {
            ReadinessDispatcher loop = open(name);
            PolluxMetrics metrics = new PolluxMetrics(loop);
            metrics.bindTo(registry);
            metrics.bindTo(prometheus);
            assertEquals(
                    name,
                    registry.get("pollux.dispatcher.waits")
                            .tag("dispatcher", name)
                            .meter()
                            .getId()
                            .getTag("dispatcher"));
        }
        assertEquals(
                names.size(),
                prometheus
                        .scrape()
                        .lines()
                        .filter(line -> line.startsWith("pollux_dispatcher_waits_total{"))
                        .count());
    }

    /** Nobody has closed it, and nobody has it any more. */
    @Test
    void aForgottenDispatcherIsNotKept() throws Exception {
        MeterRegistry its = new SimpleMeterRegistry();
        ReadinessDispatcher loop =
                ReadinessDispatcher.builder().backend(Backend.NIO).open();
        WeakReference<Dispatcher> reference = new WeakReference<>(loop);
        new PolluxMetrics(loop).bindTo(its);
        loop = null;
        Await.until("the dispatcher is gone", () -> reference.refersTo(null), System::gc);
        for (Meter each : its.getMeters()) {
            each.measure().forEach(Measurement::getValue);
        }
    }

    @Test
    void whatIsRefused() throws Exception {
        assertThrows(NullPointerException.class, () -> new PolluxMetrics(null));
        ReadinessDispatcher loop = open("loop");
        assertThrows(NullPointerException.class, () -> new PolluxMetrics(loop, null));
        assertThrows(NullPointerException.class, () -> new PolluxMetrics(loop).bindTo(null));
        loop.close();
        new PolluxMetrics(loop).bindTo(registry); // nothing
    }

    /** The registry and the binder live on. */
    @Test
    void aClosedDispatcherIsNotKept() throws Exception {
        ReadinessDispatcher loop = ReadinessDispatcher.open();
        WeakReference<Dispatcher> reference = new WeakReference<>(loop);
        PolluxMetrics metrics = new PolluxMetrics(loop);
        metrics.bindTo(registry);
        loop.close();
        loop = null;
        Await.until("the dispatcher is gone", () -> reference.refersTo(null), System::gc);
        assertEquals("PolluxMetrics[dispatcher]", metrics.toString());
    }

    /** Nothing is left, whoever comes first. */
    @Test
    @SuppressWarnings("try") // a thread that is only waited for
    void closedWhileItIsBound() throws Exception {
        for (int i = 0; i < 100; i++) {
            ReadinessDispatcher loop = open("loop");
            PolluxMetrics metrics = new PolluxMetrics(loop);
            try (Background other = Background.run(loop::close)) {
                metrics.bindTo(registry);
            }
            assertEquals(List.of(), registry.getMeters());
        }
    }

    @Test
    void asPrometheusReadsIt() throws Exception {
        PrometheusMeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        ReadinessDispatcher loop = open("loop");
        new PolluxMetrics(loop).bindTo(prometheus);
        loop.execute(() -> {});
        loop.execute(() -> {});
        loop.runOnce(0);
        String tags = "{backend=\"" + loop.backend() + "\",dispatcher=\"loop\"} ";
        List<String> lines = prometheus.scrape().lines().toList();
        for (String line : List.of(
                "# HELP pollux_dispatcher_tasks_total Tasks run",
                "# TYPE pollux_dispatcher_tasks_total counter",
                "pollux_dispatcher_tasks_total" + tags + "2.0",
                "# TYPE pollux_dispatcher_timers_scheduled_timers gauge",
                "pollux_dispatcher_timers_scheduled_timers" + tags + "0.0",
                "pollux_dispatcher_waits_total" + tags + "1.0",
                "# TYPE pollux_dispatcher_busy_seconds_total counter",
                "# TYPE pollux_dispatcher_callback_longest_seconds gauge",
                "pollux_dispatcher_sources" + tags + "0.0")) {
            assertTrue(lines.contains(line), () -> line + " in\n" + String.join("\n", lines));
        }
        loop.close();
        assertTrue(prometheus.scrape().isBlank(), prometheus::scrape);
    }
}
