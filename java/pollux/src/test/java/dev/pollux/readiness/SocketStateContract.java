package dev.pollux.readiness;

import dev.pollux.Backend;
import dev.pollux.Backends;
import dev.pollux.FileSource;
import dev.pollux.StateTable;
import dev.pollux.internal.epoll.EpollFileSource;
import dev.pollux.internal.readiness.channel.ChannelFileSource;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/** Every call on a stream in every state. */
@AnswersOfLinux
abstract class SocketStateContract {
    private static final AddressedMemory MEMORY = new AddressedMemory(8);

    final Backend backend;

    SocketStateContract(Backend backend) {
        this.backend = backend;
    }

    StateTable<StreamSocket> table() {
        StateTable<StreamSocket> t = new StateTable<>(StreamSocket.class, "StreamSocket");
        SocketOption<Integer> unknown = new SocketOption<>() {
            @Override
            public String name() {
                return "UNKNOWN";
            }

            @Override
            public Class<Integer> type() {
                return Integer.class;
            }
        };
        ByteBuffer[] holes = {ByteBuffer.allocate(1), null};
        t.call("read(ByteBuffer)", s -> s.read(ByteBuffer.allocateDirect(8)));
        t.call("read(ByteBuffer) on the heap", s -> s.read(ByteBuffer.allocate(8)));
        t.call("read(ByteBuffer) without room", s -> s.read(ByteBuffer.allocate(0)));
        t.call("read(ByteBuffer) read-only", s -> s.read(ByteBuffer.allocate(8).asReadOnlyBuffer()));
        t.call("read(ByteBuffer) null", s -> s.read(null));
        t.call("read(ByteBuffer[], int, int)", s -> s.read(buffers(), 0, 2));
        t.call("read(ByteBuffer[], int, int) none", s -> s.read(buffers(), 1, 0));
        t.call(
                "read(ByteBuffer[], int, int) without room",
                s -> s.read(new ByteBuffer[] {ByteBuffer.allocate(0)}, 0, 1));
        t.call("read(ByteBuffer[], int, int) null", s -> s.read(null, 0, 0));
        t.call("read(ByteBuffer[], int, int) a null in it", s -> s.read(holes.clone(), 0, 2));
        t.call("read(ByteBuffer[], int, int) out of bounds", s -> s.read(buffers(), 1, 2));
        t.call("read(ByteBuffer[], int, int) negative", s -> s.read(buffers(), -1, 1));
        t.call("read(ByteBuffer[], int, int) huge", s -> s.read(buffers(), 1, Integer.MAX_VALUE));
        t.call(
                "read(ByteBuffer[], int, int) read-only",
                s -> s.read(new ByteBuffer[] {ByteBuffer.allocate(8).asReadOnlyBuffer()}, 0, 1));
        t.call("read(long, int)", s -> s.read(MEMORY.address(), 8));
        t.call("read(long, int) none", s -> s.read(MEMORY.address(), 0));
        t.call("read(long, int) negative", s -> s.read(MEMORY.address(), -1));
        t.call("read(long, int) null", s -> s.read(0, 8));
        t.call("read(long[], int[], int, int)", s -> s.read(MEMORY.addresses(), MEMORY.lengths(), 0, 2));
        t.call("read(long[], int[], int, int) none", s -> s.read(MEMORY.addresses(), MEMORY.lengths(), 1, 0));
        t.call("read(long[], int[], int, int) out of bounds", s -> s.read(MEMORY.addresses(), MEMORY.lengths(), 1, 2));
        t.call("read(long[], int[], int, int) negative", s -> s.read(MEMORY.addresses(), new int[] {1, -1}, 0, 2));
        t.call("read(long[], int[], int, int) null", s -> s.read(null, MEMORY.lengths(), 0, 0));
        t.call("write(long, int)", s -> s.write(MEMORY.address(), 8));
        t.call("write(long, int) none", s -> s.write(MEMORY.address(), 0));
        t.call("write(long, int) negative", s -> s.write(MEMORY.address(), -1));
        t.call("write(long, int) null", s -> s.write(0, 8));
        t.call("write(long[], int[], int, int)", s -> s.write(MEMORY.addresses(), MEMORY.lengths(), 0, 2));
        t.call("write(long[], int[], int, int) none", s -> s.write(MEMORY.addresses(), MEMORY.lengths(), 1, 0));
        t.call(
                "write(long[], int[], int, int) out of bounds",
                s -> s.write(MEMORY.addresses(), MEMORY.lengths(), 1, 2));
        t.call("write(long[], int[], int, int) negative", s -> s.write(MEMORY.addresses(), new int[] {1, -1}, 0, 2));
        t.call("write(long[], int[], int, int) null", s -> s.write(null, MEMORY.lengths(), 0, 0));
        t.call("write(ByteBuffer)", s -> s.write(ByteBuffer.allocateDirect(8)));
        t.call("write(ByteBuffer) on the heap", s -> s.write(ByteBuffer.allocate(8)));
        t.call("write(ByteBuffer) empty", s -> s.write(ByteBuffer.allocate(0)));
        t.call("write(ByteBuffer) empty direct", s -> s.write(ByteBuffer.allocateDirect(0)));
        t.call(
                "write(ByteBuffer) read-only",
                s -> s.write(ByteBuffer.allocate(8).asReadOnlyBuffer()));
        t.call("write(ByteBuffer) null", s -> s.write(null));
        t.call("write(ByteBuffer[], int, int)", s -> s.write(buffers(), 0, 2));
        t.call("write(ByteBuffer[], int, int) none", s -> s.write(buffers(), 1, 0));
        t.call("write(ByteBuffer[], int, int) empty", s -> s.write(new ByteBuffer[] {ByteBuffer.allocate(0)}, 0, 1));
        t.call("write(ByteBuffer[], int, int) null", s -> s.write(null, 0, 0));
        t.call("write(ByteBuffer[], int, int) a null in it", s -> s.write(holes.clone(), 0, 2));
        t.call("write(ByteBuffer[], int, int) out of bounds", s -> s.write(buffers(), 1, 2));
        t.call("write(ByteBuffer[], int, int) negative", s -> s.write(buffers(), 0, -1));
        t.call("finishConnect()", s -> s.finishConnect());
        t.run("shutdownInput()", s -> s.shutdownInput());
        t.run("shutdownOutput()", s -> s.shutdownOutput());
        t.run("shutdownOutput() twice", s -> {
            s.shutdownOutput();
            s.shutdownOutput();
        });
        t.call("isInputShutdown()", s -> s.isInputShutdown());
        t.call("isOutputShutdown()", s -> s.isOutputShutdown());
        t.call("localAddress()", s -> s.localAddress());
        t.call("localInetAddress()", s -> s.localInetAddress());
        t.call("remoteAddress()", s -> s.remoteAddress());
        t.call("remoteInetAddress()", s -> s.remoteInetAddress());
        t.call("takeError()", s -> {
            Exception e = s.takeError();
            return e == null ? null : "told";
        });
        t.call("bytesUnsent()", s -> s.bytesUnsent());
        t.call(
                "bytesUnacknowledged()",
                s -> s.bytesUnacknowledged() >= 0); // the end that is sent counts, too, for a moment
        t.call("bytesToRead()", s -> s.bytesToRead());
        t.run("setOption(SocketOption, Object)", s -> s.setOption(StandardSocketOptions.TCP_NODELAY, true));
        t.run("setOption(SocketOption, Object) unknown", s -> s.setOption(unknown, 1));
        t.run(
                "setOption(SocketOption, Object) a listener's",
                s -> s.setOption(StandardSocketOptions.IP_MULTICAST_LOOP, true));
        t.run("setOption(SocketOption, Object) null", s -> s.setOption(null, 1));
        t.run("setOption(SocketOption, Object) to null", s -> s.setOption(StandardSocketOptions.TCP_NODELAY, null));
        t.run(
                "setOption(SocketOption, Object) SO_LINGER null",
                s -> s.setOption(StandardSocketOptions.SO_LINGER, null));
        t.run("setOption(SocketOption, Object) SO_LINGER -1", s -> s.setOption(StandardSocketOptions.SO_LINGER, -1));
        t.run(
                "setOption(SocketOption, Object) SO_LINGER MAX",
                s -> s.setOption(StandardSocketOptions.SO_LINGER, Integer.MAX_VALUE));
        t.run("setOption(SocketOption, Object) negative", s -> s.setOption(StandardSocketOptions.SO_RCVBUF, -1));
        t.run(
                "setOption(SocketOption, Object) MIN",
                s -> s.setOption(StandardSocketOptions.SO_RCVBUF, Integer.MIN_VALUE));
        t.run("setOption(SocketOption, Object) 0", s -> s.setOption(StandardSocketOptions.SO_SNDBUF, 0));
        t.run(
                "setOption(SocketOption, Object) huge",
                s -> s.setOption(StandardSocketOptions.SO_SNDBUF, Integer.MAX_VALUE));
        t.run("setOption(SocketOption, Object) IP_TOS 256", s -> s.setOption(StandardSocketOptions.IP_TOS, 256));
        t.run("setOption(SocketOption, Object) IP_TOS -1", s -> s.setOption(StandardSocketOptions.IP_TOS, -1));
        t.call("getOption(SocketOption)", s -> s.getOption(StandardSocketOptions.SO_KEEPALIVE));
        t.call("getOption(SocketOption) SO_LINGER", s -> s.getOption(StandardSocketOptions.SO_LINGER));
        t.call("getOption(SocketOption) IP_TOS", s -> s.getOption(StandardSocketOptions.IP_TOS));
        t.call("getOption(SocketOption) SO_REUSEADDR", s -> s.getOption(StandardSocketOptions.SO_REUSEADDR));
        t.call("getOption(SocketOption) unknown", s -> s.getOption(unknown));
        t.call("getOption(SocketOption) null", s -> s.getOption(null));
        t.call("isOpen()", s -> s.isOpen());
        t.call("backend()", s -> s.backend() == backend);
        t.call(
                "toString()",
                s -> s.toString().startsWith("StreamSocket[")
                        && s.isOpen() != s.toString().contains("closed"));
        t.run("close()", s -> {
            s.close();
            s.close();
        });
        t.call("send(FileSource, long, long)", s -> send(s, 0, 3));
        t.call("send(FileSource, long, long) nothing", s -> send(s, 0, 0));
        t.call("send(FileSource, long, long) all there is", s -> send(s, 2, Long.MAX_VALUE));
        t.call("send(FileSource, long, long) at the end", s -> send(s, 10, 3));
        t.call("send(FileSource, long, long) beyond the end", s -> send(s, Long.MAX_VALUE, 1));
        t.call("send(FileSource, long, long) negative position", s -> send(s, -1, 3));
        t.call("send(FileSource, long, long) negative count", s -> send(s, 0, Long.MIN_VALUE));
        t.call("send(FileSource, long, long) closed", s -> {
            FileSource file = file();
            file.close();
            return s.send(file, 0, 3);
        });
        t.call("send(FileSource, long, long) null", s -> s.send(null, 0, 1));

        t.state("connecting", scene -> scene.connecting());
        t.state("connected", scene -> scene.connected());
        t.state("connected by us", scene -> scene.connectedByUs());
        t.state("ended by peer", scene -> scene.endedByPeer());
        t.state("input shut", scene -> {
            StreamSocket s = scene.connected();
            s.shutdownInput();
            return s;
        });
        t.state("output shut", scene -> {
            StreamSocket s = scene.connected();
            s.shutdownOutput();
            return s;
        });
        t.state("reset", scene -> scene.reset());
        t.state("reset, told", scene -> scene.resetAndTold());
        t.state("reset, told by a write", scene -> {
            StreamSocket s = scene.reset();
            try {
                s.write(ByteBuffer.allocate(8));
            } catch (java.io.IOException e) {
                return s;
            }
            throw new AssertionError("it was written");
        });
        t.state("both shut", scene -> {
            StreamSocket s = scene.connected();
            s.shutdownOutput();
            s.shutdownInput();
            return s;
        });
        t.state("refused", scene -> scene.refused());
        t.state("closed", scene -> {
            StreamSocket s = scene.connected();
            s.close();
            return s;
        });
        return t.differs(
                "read(long, int)",
                "read(long, int) none",
                "read(long[], int[], int, int)",
                "read(long[], int[], int, int) none",
                "write(long, int)",
                "write(long, int) none",
                "write(long[], int[], int, int)",
                "write(long[], int[], int, int) none",
                "remoteAddress()",
                "remoteInetAddress()",
                "takeError()",
                "bytesUnsent()",
                "bytesUnacknowledged()",
                "bytesToRead()");
    }

    private FileSource file() throws java.io.IOException {
        java.nio.file.Path path = java.nio.file.Files.createTempFile("pollux", ".txt");
        path.toFile().deleteOnExit();
        java.nio.file.Files.write(path, new byte[10]);
        return backend == Backend.EPOLL
                ? new EpollFileSource(dev.pollux.linux.LinuxFile.open(path))
                : ChannelFileSource.open(path);
    }

    private long send(StreamSocket to, long position, long count) throws java.io.IOException {
        try (FileSource file = file()) {
            return to.send(file, position, count);
        }
    }

    private static ByteBuffer[] buffers() {
        return new ByteBuffer[] {ByteBuffer.allocate(4), ByteBuffer.allocateDirect(4)};
    }

    @TestFactory
    Stream<DynamicNode> eachCallInEachState() {
        Backends.require(backend);
        return table().tests(backend);
    }
}
