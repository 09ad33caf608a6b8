package dev.pollux.readiness;

import dev.pollux.Backend;
import dev.pollux.StateTable;
import dev.pollux.linux.Descriptor;
import dev.pollux.linux.EventFd;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectableChannel;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;

/** The rows of the state tables that a port and its dispatcher share: their answers are in {@code Sources.txt}, once. */
public final class SourceRows {
    private static final ReadinessCallback NOTHING = (registration, readiness) -> {};

    private SourceRows() {}

    /**
     * Puts them into a table.
     *
     * @param columns for each of the table's columns the one of {@code Sources.txt}, open or closed
     */
    public static <T> void addTo(
            StateTable<T> table, Backend backend, Map<String, String> columns, Function<T, Sources> its) {
        table.share("Sources", columns);
        Rows<T> t = (row, call) -> table.call(row, object -> call.on(its.apply(object)));
        opening(t, backend);
        registering(t, backend);
        registeringAnother(t);
        table.differs(
                "register(Pollable, Interest, TriggerMode, ReadinessCallback)",
                "register(Pollable, Interest, TriggerMode, ReadinessCallback) edge",
                "register(Pollable, Interest, TriggerMode, ReadinessCallback) exclusive",
                "register(Pollable, Interest, TriggerMode, ReadinessCallback) for nothing",
                "register(Pollable, Interest, TriggerMode, ReadinessCallback) closed",
                "register(Pollable, Interest, TriggerMode, ReadinessCallback) for null",
                "register(Pollable, Interest, TriggerMode, ReadinessCallback) mode null",
                "register(Pollable, Interest, TriggerMode, ReadinessCallback) callback null",
                "register(Pollable, Interest, TriggerMode, ReadinessCallback) null",
                "register(SelectableChannel, Interest, TriggerMode, ReadinessCallback)",
                "register(SelectableChannel, Interest, TriggerMode, ReadinessCallback) that blocks",
                "register(SelectableChannel, Interest, TriggerMode, ReadinessCallback) null",
                "register(OpenDescriptor, Interest, TriggerMode, ReadinessCallback)",
                "register(OpenDescriptor, Interest, TriggerMode, ReadinessCallback) null",
                "register(int, Interest, TriggerMode, ReadinessCallback) negative",
                "register(int, Interest, TriggerMode, ReadinessCallback) none");
    }

    /** Takes a row. */
    @FunctionalInterface
    private interface Rows<T> {
        void call(String row, StateTable.Call<Sources> call);
    }

    private static void opening(Rows<?> t, Backend backend) {
        t.call("backend()", on -> on.backend() == backend);
        t.call("describe()", on -> on.describe().contains(backend.toString()));
        t.call("wakeup()", on -> {
            on.wakeup();
            return "ok";
        });
        t.call("openListener()", on -> opens(on.openListener()));
        t.call("openListener(StandardProtocolFamily)", on -> opens(on.openListener(StandardProtocolFamily.INET)));
        t.call("openListener(StandardProtocolFamily) UNIX", on -> opens(on.openListener(StandardProtocolFamily.UNIX)));
        t.call("openListener(StandardProtocolFamily) null", on -> opens(on.openListener(null)));
        t.call("openUdpSocket()", on -> opens(on.openUdpSocket()));
        t.call("openFile(Path)", on -> opens(on.openFile(Path.of("/dev/null"))));
        t.call("openFile(Path) missing", on -> on.openFile(Path.of("/nowhere/at/all")));
        t.call("openFile(Path) null", on -> on.openFile(null));
    }

    private static void registering(Rows<?> t, Backend backend) {
        t.call("register(Pollable, Interest, TriggerMode, ReadinessCallback)", on -> {
            UdpSocket socket = socket(backend);
            return registers(socket, () -> on.register(socket, Interest.READ, TriggerMode.LEVEL, NOTHING));
        });
        t.call("register(Pollable, Interest, TriggerMode, ReadinessCallback) edge", on -> {
            UdpSocket socket = socket(backend);
            return registers(socket, () -> on.register(socket, Interest.READ, TriggerMode.EDGE, NOTHING));
        });
        t.call("register(Pollable, Interest, TriggerMode, ReadinessCallback) exclusive", on -> {
            UdpSocket socket = socket(backend);
            return registers(socket, () -> on.register(socket, Interest.READ, TriggerMode.EXCLUSIVE, NOTHING));
        });
        t.call("register(Pollable, Interest, TriggerMode, ReadinessCallback) for nothing", on -> {
            UdpSocket socket = socket(backend);
            return registers(socket, () -> on.register(socket, Interest.NONE, TriggerMode.LEVEL, NOTHING));
        });
        t.call("register(Pollable, Interest, TriggerMode, ReadinessCallback) closed", on -> {
            UdpSocket socket = closed(socket(backend));
            return registers(socket, () -> on.register(socket, Interest.READ, TriggerMode.LEVEL, NOTHING));
        });
        t.call("register(Pollable, Interest, TriggerMode, ReadinessCallback) for null", on -> {
            UdpSocket socket = socket(backend);
            return registers(socket, () -> on.register(socket, null, TriggerMode.LEVEL, NOTHING));
        });
        t.call("register(Pollable, Interest, TriggerMode, ReadinessCallback) mode null", on -> {
            UdpSocket socket = socket(backend);
            return registers(socket, () -> on.register(socket, Interest.READ, null, NOTHING));
        });
        t.call("register(Pollable, Interest, TriggerMode, ReadinessCallback) callback null", on -> {
            UdpSocket socket = socket(backend);
            return registers(socket, () -> on.register(socket, Interest.READ, TriggerMode.LEVEL, null));
        });
        t.call(
                "register(Pollable, Interest, TriggerMode, ReadinessCallback) null",
                on -> on.register((Pollable) null, Interest.READ, TriggerMode.LEVEL, NOTHING));
    }

    private static void registeringAnother(Rows<?> t) {
        t.call("register(SelectableChannel, Interest, TriggerMode, ReadinessCallback)", on -> {
            DatagramChannel channel = channel(false);
            return registers(channel, () -> on.register(channel, Interest.READ, TriggerMode.LEVEL, NOTHING));
        });
        t.call("register(SelectableChannel, Interest, TriggerMode, ReadinessCallback) that blocks", on -> {
            DatagramChannel channel = channel(true);
            return registers(channel, () -> on.register(channel, Interest.READ, TriggerMode.LEVEL, NOTHING));
        });
        t.call(
                "register(SelectableChannel, Interest, TriggerMode, ReadinessCallback) null",
                on -> on.register((SelectableChannel) null, Interest.READ, TriggerMode.LEVEL, NOTHING));
        t.call("register(OpenDescriptor, Interest, TriggerMode, ReadinessCallback)", on -> {
            EventFd event = EventFd.create();
            return registers(event, () -> on.register(event, Interest.READ, TriggerMode.LEVEL, NOTHING));
        });
        t.call(
                "register(OpenDescriptor, Interest, TriggerMode, ReadinessCallback) null",
                on -> on.register((Descriptor) null, Interest.READ, TriggerMode.LEVEL, NOTHING));
        t.call(
                "register(int, Interest, TriggerMode, ReadinessCallback) negative",
                on -> on.register(-1, Interest.READ, TriggerMode.LEVEL, NOTHING));
        t.call(
                "register(int, Interest, TriggerMode, ReadinessCallback) none",
                on -> on.register(1 << 30, Interest.READ, TriggerMode.LEVEL, NOTHING));
    }

    /** {@return the answer of a call that has opened something} */
    public static String opens(AutoCloseable opened) throws Exception {
        opened.close();
        return "opened";
    }

    /** Registers, takes it back, and closes what was registered. */
    public static String registers(AutoCloseable source, Callable<Registration> register) throws Exception {
        try (source) {
            register.call().close();
            return "registered";
        }
    }

    /** {@return a socket of a port of its own, registered nowhere} */
    public static UdpSocket socket(Backend backend) throws IOException {
        try (ReadinessPort port = ReadinessPort.open(backend)) {
            return port.openUdpSocket();
        }
    }

    private static UdpSocket closed(UdpSocket socket) {
        socket.close();
        return socket;
    }

    private static DatagramChannel channel(boolean blocks) throws IOException {
        DatagramChannel channel = DatagramChannel.open();
        channel.configureBlocking(blocks);
        return channel;
    }
}
