package dev.pollux.history;

import dev.pollux.Backend;
import dev.pollux.readiness.Capability;
import dev.pollux.readiness.Readiness;
import dev.pollux.readiness.ReadinessPort;
import dev.pollux.readiness.StreamListener;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Two readiness ports, some connections, and the model of all: what is reported is compared with it. */
final class ReadinessWorld implements AutoCloseable {
    static final int PORTS = 2;
    private static final int PLACES = 3; // so few that steps meet
    private static final long MOMENT_NANOS = 1_000_000;

    final Backend backend;
    final ReadinessPort[] ports = new ReadinessPort[PORTS];
    final ConnectionModel[] connections = new ConnectionModel[PLACES];
    final StreamListener listener;
    private final ArrayDeque<Step<ReadinessStep>> later = new ArrayDeque<>();
    private final ReadinessActions actions = new ReadinessActions(this);
    private final List<Throwable> wrong = new ArrayList<>();
    private final List<Throwable> thrown = new ArrayList<>();
    private final boolean[] found = new boolean[PORTS]; // a wait has found something, which is not delivered

    private int delivering = -1;
    private int reported; // of the delivery under way

    ReadinessWorld(Backend backend) throws IOException {
        this.backend = backend;
        for (int i = 0; i < PORTS; i++) {
            open(i);
        }
        listener = ports[0].openListener();
        listener.bind(OwnLoopback.any(), 128);
    }

    static void run(Backend backend, List<Step<ReadinessStep>> history) throws Exception {
        try (ReadinessWorld world = new ReadinessWorld(backend)) {
            for (Step<ReadinessStep> each : history) {
                world.run(each);
            }
            for (int i = 0; i < PORTS; i++) {
                world.poll(i, 0);
            }
        }
    }

    private void open(int port) throws IOException {
        ports[port] = ReadinessPort.open(backend);
        ports[port].errorHandler((source, failure) -> {
            if (!thrown.remove(failure)) {
                wrong.add(failure);
            }
        });
    }

    private void run(Step<ReadinessStep> step) throws Exception {
        if (step.later()) {
            later.add(step);
            return;
        }
        actions.run(step);
        check();
    }

    private void check() {
        if (!wrong.isEmpty()) {
            AssertionError first = new AssertionError(wrong.get(0).toString(), wrong.get(0));
            wrong.clear();
            throw first;
        }
    }

    /** Something that a callback throws: the error handler has to learn of it. */
    RuntimeException toThrow() {
        RuntimeException made = new RuntimeException("on purpose");
        if (isDelivering()) {
            thrown.add(made);
        }
        return made;
    }

    boolean isDelivering() {
        return delivering >= 0;
    }

    boolean isDelivering(int port) {
        return delivering == port;
    }

    /** {@return true if events of a port may be on their way} */
    boolean isInBatch(int port) {
        return delivering == port || found[port];
    }

    // ---- Waits ----

    void poll(int port, long timeoutNanos) throws IOException {
        deliver(port, () -> ports[port].poll(timeoutNanos));
        found[port] = false;
        untilNothingIsDue(port);
    }

    void awaitEvents(int port) throws IOException {
        forEachOf(port, each -> each.foundReadable |= each.connection.isReadable());
        found[port] |= ports[port].await(0) > 0;
    }

    void deliverEvents(int port) throws IOException {
        deliver(port, () -> ports[port].deliver());
        found[port] = false;
    }

    /** What a wait has to report comes, if not with this one, then with one of the next. */
    private void untilNothingIsDue(int port) {
        Set<RegistrationModel> due = new HashSet<>();
        forEachOf(port, each -> {
            if (each.isDue() && !each.wasReported) {
                due.add(each);
            }
        });
        if (due.isEmpty()) {
            return;
        }
        Histories.until(
                "a report of " + due,
                () -> {
                    due.removeIf(each -> each.wasReported || each.port != port || !each.isDue());
                    return due.isEmpty();
                },
                () -> deliver(port, () -> ports[port].poll(MOMENT_NANOS)));
    }

    @FunctionalInterface
    private interface Delivery {
        int call() throws IOException;
    }

    private void deliver(int port, Delivery delivery) throws IOException {
        ReadinessPort its = ports[port];
        forEachOf(port, each -> {
            each.wasReported = false;
            each.foundReadable |= each.connection.isReadable();
        });
        reported = 0;
        delivering = port;
        int told;
        try {
            told = delivery.call();
        } finally {
            delivering = -1;
        }
        forEachOf(port, each -> each.foundReadable = false);
        check();
        if (told != reported) {
            throw new AssertionError(told + " callbacks were called, says the port: there were " + reported);
        }
        if (!its.isOpen()) {
            reopen(port);
        }
    }

    /** A callback of a registration. */
    void ready(RegistrationModel model, Object its, Readiness readiness) throws Exception {
        reported++;
        try {
            checkReport(model, its, readiness);
            model.reported(readiness.isReadable(), readiness.isWritable());
            model.wasReported = true;
        } catch (AssertionError e) {
            wrong.add(e);
        }
        Step<ReadinessStep> next = later.poll();
        if (next != null) {
            try {
                actions.run(next);
            } catch (AssertionError e) {
                wrong.add(e);
            }
        }
    }

    private void checkReport(RegistrationModel model, Object its, Readiness readiness) {
        boolean detail = ports[model.port].capabilities().contains(Capability.EVENT_DETAIL);
        ConnectionModel c = model.connection;
        require(delivering == model.port, "reported by another port", model, readiness);
        require(its == model.its, "reported with another registration", model, readiness);
        require(readiness.isReadable() || readiness.isWritable(), "nothing is ready", model, readiness);
        require(!readiness.isReadable() || model.mayReportReadable(), "is not readable", model, readiness);
        require(!readiness.isWritable() || model.mayReportWritable(), "is not asked for", model, readiness);
        require(!readiness.isPriority(), "has no such data", model, readiness);
        require(
                !readiness.isReadClosed() || detail && (c.toUs.isEnded() || c.isBroken()),
                "is not closed",
                model,
                readiness);
        require(
                !readiness.isHangUp() || detail && (c.isBroken() || c.toUs.isEnded() && c.toPeer.isEnded()),
                "is not hung up",
                model,
                readiness);
        require(!readiness.isError() || detail && c.isBroken(), "has no error", model, readiness);
    }

    private static void require(boolean holds, String otherwise, RegistrationModel model, Readiness readiness) {
        if (!holds) {
            throw new AssertionError(readiness + ", but it " + otherwise + ": " + model);
        }
    }

    // ---- Ports ----

    void closePort(int port) throws IOException {
        ports[port].close();
        ports[port].close();
        forEachOf(port, each -> {
            each.open = false;
            each.connection.registrations[port] = null;
        });
        found[port] = false;
        if (delivering != port) {
            reopen(port);
        }
    }

    private void reopen(int port) throws IOException {
        open(port);
    }

    @FunctionalInterface
    private interface Each {
        void with(RegistrationModel model);
    }

    private void forEachOf(int port, Each each) {
        for (ConnectionModel connection : connections) {
            if (connection != null && connection.registrations[port] != null) {
                each.with(connection.registrations[port]);
            }
        }
    }

    @Override
    public void close() throws IOException {
        for (ConnectionModel each : connections) {
            if (each != null) {
                each.close();
            }
        }
        listener.close();
        for (ReadinessPort each : ports) {
            each.close();
        }
        check();
    }
}
