package dev.pollux.examples.docs;

/** What the examples of the documentation take for granted: names that a reader understands, and that a compiler has to be told. */
final class ExampleScaffold {
    private static final String IMPORTS = """
            import dev.pollux.*;
            import dev.pollux.binding.*;
            import dev.pollux.completion.*;
            import dev.pollux.management.*;
            import dev.pollux.readiness.*;
            import dev.pollux.system.*;
            import java.io.*;
            import java.net.*;
            import java.nio.*;
            import java.nio.channels.*;
            import java.nio.file.*;
            import java.util.*;
            import java.util.concurrent.*;
            """;

    private static final String EVERYWHERE = """
            interface Metrics { void count(Throwable failure); }
            interface Camera { int descriptor(); void readFrame(); }
            interface ForeignLoop { void asleep(); boolean mayBlock(); long nanosUntilNextTask(); void awake(); }
            static class FfmBinding {}
            static final long NANOS = 1;
            Metrics metrics; Camera camera; Executor worker; Exception failure;
            boolean running; int lastError, result, succeeded; Object id; Map<Object, Object> connections;
            java.util.concurrent.atomic.LongAdder slow; Path path; InetSocketAddress address;
            ByteBuffer answer, body, buffer, header, message, request;
            static void log(Object text) {}
            long compute() { return 0; }
            long allocate(int bytes) { return 0; }
            long nanosToNextTimer() { return 0; }
            boolean canSleep() { return true; }
            void beforeEvents() {}
            void runTasks() {}
            void read() {}
            void write() {}
            void handle(Object... any) {}
            void serve(Object... any) {}
            void serve(Registration registration, Readiness readiness) {}
            void read(Registration registration, Readiness readiness) {}
            void received(ReadOperation operation, long count) {}
            void echo(Object socket) {}
            void greet(Object socket) {}
            void acknowledge() {}
            void finished(long data) {}
            LinuxCalls link() { return null; }
            """;

    private static final String READINESS = """
            ReadinessDispatcher dispatcher, loop; ReadinessPort port; ReadinessCallback callback; WriteQueue queue;
            StreamSocket socket; StreamListener listener; Registration registration, source, target;
            dev.pollux.linux.TimerFd timer; CompletionSocket connection;
            """;

    private static final String COMPLETION = """
            ForeignLoop loop; CompletionPort port; CompletionSocket socket; CompletionListener listener;
            ConnectOperation connect; ReadOperation read; WriteOperation write; CompletionFile file;
            java.nio.channels.SocketChannel channel; CompletionDispatcher other; InetSocketAddress remote;
            dev.pollux.linux.LinuxStreamSocket connected, mine; dev.pollux.linux.LinuxStreamListener listening;
            dev.pollux.windows.WinsockDatagramSocket datagrams;
            long[] addresses; int[] lengths; int count;
            """;

    private static final String LINUX = """
            Epoll epoll; IoUring ring; LinuxStreamListener listener; %s socket; Process child;
            """;

    private static final String WINDOWS = """
            Iocp port; WinsockStreamSocket socket; WinsockStreamListener listener;
            OverlappedPool pool; Overlapped operation; Completions completions;
            """;

    private ExampleScaffold() {}

    /** {@return a class of that name whose one method is the example} */
    static String around(String name, ApiType type, String example) {
        boolean isLinux = type.file().contains("/linux/");
        boolean isWindows = type.file().contains("/windows/");
        boolean isDatagram = type.name().contains("Datagram");
        String known = isLinux
                ? LINUX.formatted(isDatagram ? "LinuxDatagramSocket" : "LinuxStreamSocket")
                : isWindows ? WINDOWS : type.file().contains("/completion/") ? COMPLETION : READINESS;
        String imports = isWindows ? "import dev.pollux.windows.*;\n" : isLinux ? "import dev.pollux.linux.*;\n" : "";
        String errno = example.contains("Errno") ? "import dev.pollux.linux.Errno;\n" : "";
        String file = example.contains("LinuxFile") ? "import dev.pollux.linux.LinuxFile;\n" : "";
        String returned = example.contains("return link()") ? "Object" : "void";
        return IMPORTS + imports + errno + file + "class " + name + " {\n" + EVERYWHERE + known + returned
                + " example() throws Exception {\n" + example + "}\n}\n";
    }
}
