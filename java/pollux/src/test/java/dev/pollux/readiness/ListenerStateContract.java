package dev.pollux.readiness;

import dev.pollux.Backend;
import dev.pollux.Backends;
import dev.pollux.StateScene;
import dev.pollux.StateTable;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/** Every call on a listener in every state. */
@AnswersOfLinux
abstract class ListenerStateContract {
    final Backend backend;

    ListenerStateContract(Backend backend) {
        this.backend = backend;
    }

    StateTable<StreamListener> table() {
        StateTable<StreamListener> t = new StateTable<>(StreamListener.class, "StreamListener");
        t.run("bind(SocketAddress, int)", s -> s.bind(StateScene.loopback(), 1));
        t.run("bind(SocketAddress, int) max backlog", s -> s.bind(StateScene.loopback(), StreamListener.MAX_BACKLOG));
        t.run("bind(SocketAddress, int) backlog 0", s -> s.bind(StateScene.loopback(), 0));
        t.run("bind(SocketAddress, int) backlog MIN", s -> s.bind(StateScene.loopback(), Integer.MIN_VALUE));
        t.run("bind(SocketAddress, int) null", s -> s.bind(null, 1));
        t.run(
                "bind(SocketAddress, int) unresolved",
                s -> s.bind(InetSocketAddress.createUnresolved("nowhere.invalid", 0), 1));
        t.run("bind(SocketAddress, int) IPv6", s -> s.bind(new InetSocketAddress(InetAddress.getByName("::1"), 0), 1));
        t.run("bind(SocketAddress, int) wildcard", s -> s.bind(new InetSocketAddress(0), 1));
        t.run(
                "bind(SocketAddress, int) not ours",
                s -> s.bind(new InetSocketAddress(InetAddress.getByName("192.0.2.1"), 0), 1));
        t.run("bind(SocketAddress, int) unix", s -> s.bind(UnixDomainSocketAddress.of(temp().resolve("s")), 1));
        t.run(
                "bind(SocketAddress, int) unix too long",
                s -> s.bind(UnixDomainSocketAddress.of(temp().resolve("s".repeat(120))), 1));
        t.run("bind(SocketAddress, int) unix unnamed", s -> s.bind(UnixDomainSocketAddress.of(""), 1));
        t.call("accept()", s -> s.accept());
        t.call("localAddress()", s -> s.localAddress());
        t.call("localInetAddress()", s -> s.localInetAddress());
        t.call("takeError()", s -> s.takeError());
        t.call("bytesToRead()", s -> s.bytesToRead());
        t.run("setOption(SocketOption, Object)", s -> s.setOption(StandardSocketOptions.SO_REUSEPORT, true));
        t.run("setOption(SocketOption, Object) SO_RCVBUF", s -> s.setOption(StandardSocketOptions.SO_RCVBUF, 4096));
        t.run("setOption(SocketOption, Object) SO_SNDBUF", s -> s.setOption(StandardSocketOptions.SO_SNDBUF, 4096));
        t.run("setOption(SocketOption, Object) TCP_NODELAY", s -> s.setOption(StandardSocketOptions.TCP_NODELAY, true));
        t.run("setOption(SocketOption, Object) null", s -> s.setOption(null, true));
        t.run("setOption(SocketOption, Object) to null", s -> s.setOption(StandardSocketOptions.SO_RCVBUF, null));
        t.run("setOption(SocketOption, Object) negative", s -> s.setOption(StandardSocketOptions.SO_RCVBUF, -1));
        t.call("getOption(SocketOption)", s -> s.getOption(StandardSocketOptions.SO_REUSEADDR));
        t.call("getOption(SocketOption) SO_REUSEPORT", s -> s.getOption(StandardSocketOptions.SO_REUSEPORT));
        t.call("getOption(SocketOption) TCP_NODELAY", s -> s.getOption(StandardSocketOptions.TCP_NODELAY));
        t.call("getOption(SocketOption) null", s -> s.getOption(null));
        t.call("isOpen()", s -> s.isOpen());
        t.call("backend()", s -> s.backend() == backend);
        t.call(
                "toString()",
                s -> s.toString().startsWith("StreamListener[")
                        && s.isOpen() != s.toString().contains("closed"));
        t.run("close()", s -> {
            s.close();
            s.close();
        });
        t.state("new", scene -> scene.opened(scene.port.openListener()));
        t.state("new INET", scene -> scene.opened(scene.port.openListener(StandardProtocolFamily.INET)));
        t.state("new INET6", scene -> scene.opened(scene.port.openListener(StandardProtocolFamily.INET6)));
        t.state("new UNIX", scene -> scene.opened(scene.port.openListener(StandardProtocolFamily.UNIX)));
        t.state("bound", scene -> scene.listener());
        t.state("bound UNIX", scene -> {
            StreamListener s = scene.opened(scene.port.openListener(StandardProtocolFamily.UNIX));
            s.bind(UnixDomainSocketAddress.of(temp().resolve("s")), 1);
            return s;
        });
        t.state("closed", scene -> {
            StreamListener s = scene.listener();
            s.close();
            return s;
        });
        t.state("new, closed", scene -> {
            StreamListener s = scene.port.openListener();
            s.close();
            return s;
        });
        return t.differs("takeError()", "bytesToRead()", "setOption(SocketOption, Object)", "getOption(SocketOption)");
    }

    static Path temp() throws Exception {
        Path directory = Files.createTempDirectory("pollux");
        directory.toFile().deleteOnExit();
        directory.resolve("s").toFile().deleteOnExit(); // deleted before it: the last comes first
        return directory;
    }

    @TestFactory
    Stream<DynamicNode> eachCallInEachState() {
        Backends.require(backend);
        return table().tests(backend);
    }
}
