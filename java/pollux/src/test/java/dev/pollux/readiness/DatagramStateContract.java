package dev.pollux.readiness;

import dev.pollux.Backend;
import dev.pollux.Backends;
import dev.pollux.StateScene;
import dev.pollux.StateTable;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/** Every call on a datagram socket in every state. */
@AnswersOfLinux
abstract class DatagramStateContract {
    private static final AddressedMemory MEMORY = new AddressedMemory(8);

    final Backend backend;

    DatagramStateContract(Backend backend) {
        this.backend = backend;
    }

    static InetSocketAddress somebody() throws Exception {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 9);
    }

    StateTable<UdpSocket> table() {
        StateTable<UdpSocket> t = new StateTable<>(UdpSocket.class, "UdpSocket");
        t.run("bind(InetSocketAddress)", s -> s.bind(StateScene.loopback()));
        t.run("bind(InetSocketAddress) null", s -> s.bind(null));
        t.run(
                "bind(InetSocketAddress) unresolved",
                s -> s.bind(InetSocketAddress.createUnresolved("nowhere.invalid", 0)));
        t.run(
                "bind(InetSocketAddress) not ours",
                s -> s.bind(new InetSocketAddress(InetAddress.getByName("192.0.2.1"), 0)));
        t.run("bind(InetSocketAddress) IPv6", s -> s.bind(new InetSocketAddress(InetAddress.getByName("::1"), 0)));
        t.run("bind(InetSocketAddress) wildcard", s -> s.bind(new InetSocketAddress(0)));
        t.run("connect(InetSocketAddress)", s -> s.connect(somebody()));
        t.run("connect(InetSocketAddress) null", s -> s.connect(null));
        t.run(
                "connect(InetSocketAddress) unresolved",
                s -> s.connect(InetSocketAddress.createUnresolved("nowhere.invalid", 1)));
        t.run("connect(InetSocketAddress) port 0", s -> s.connect(StateScene.loopback()));
        t.run(
                "connect(InetSocketAddress) IPv6",
                s -> s.connect(new InetSocketAddress(InetAddress.getByName("::1"), 9)));
        t.run("connect(InetSocketAddress) twice", s -> {
            s.connect(somebody());
            s.connect(somebody());
        });
        t.run("disconnect()", s -> s.disconnect());
        t.call("remoteAddress()", s -> s.remoteAddress());
        t.call("receive(ByteBuffer)", s -> s.receive(ByteBuffer.allocateDirect(8)));
        t.call("receive(ByteBuffer) on the heap", s -> s.receive(ByteBuffer.allocate(8)));
        t.call("receive(ByteBuffer) without room", s -> s.receive(ByteBuffer.allocate(0)));
        t.call(
                "receive(ByteBuffer) read-only",
                s -> s.receive(ByteBuffer.allocate(8).asReadOnlyBuffer()));
        t.call("receive(ByteBuffer) null", s -> s.receive(null));
        t.call("sender()", s -> s.sender());
        t.call("isTruncated()", s -> s.isTruncated());
        t.call("receive(long, int)", s -> s.receive(MEMORY.address(), 8));
        t.call("receive(long, int) negative", s -> s.receive(MEMORY.address(), -1));
        t.call("send(long, int)", s -> s.send(MEMORY.address(), 8));
        t.call("send(long, int) none", s -> s.send(MEMORY.address(), 0));
        t.call("send(long, int) negative", s -> s.send(MEMORY.address(), -1));
        t.call("send(long, int, SocketAddress)", s -> s.send(MEMORY.address(), 8, somebody()));
        t.call("send(long, int, SocketAddress) negative", s -> s.send(MEMORY.address(), -1, somebody()));
        t.call("send(long, int, SocketAddress) null", s -> s.send(MEMORY.address(), 8, null));
        t.call("send(ByteBuffer)", s -> s.send(ByteBuffer.allocateDirect(8)));
        t.call("send(ByteBuffer) empty", s -> s.send(ByteBuffer.allocate(0)));
        t.call("send(ByteBuffer) null", s -> s.send(null));
        t.call("send(ByteBuffer) too long", s -> s.send(ByteBuffer.allocateDirect(70_000)));
        t.call("send(ByteBuffer) too long on the heap", s -> s.send(ByteBuffer.allocate(70_000)));
        t.call("send(ByteBuffer, SocketAddress)", s -> s.send(ByteBuffer.allocateDirect(8), somebody()));
        t.call("send(ByteBuffer, SocketAddress) empty", s -> s.send(ByteBuffer.allocate(0), somebody()));
        t.call("send(ByteBuffer, SocketAddress) null buffer", s -> s.send(null, somebody()));
        t.call("send(ByteBuffer, SocketAddress) null", s -> s.send(ByteBuffer.allocate(8), null));
        t.call("send(ByteBuffer, SocketAddress) too long", s -> s.send(ByteBuffer.allocate(70_000), somebody()));
        t.call("send(ByteBuffer, SocketAddress) port 0", s -> s.send(ByteBuffer.allocate(8), StateScene.loopback()));
        t.call(
                "send(ByteBuffer, SocketAddress) another",
                s -> s.send(ByteBuffer.allocate(8), new InetSocketAddress(InetAddress.getLoopbackAddress(), 7)));
        t.call(
                "send(ByteBuffer, SocketAddress) IPv6",
                s -> s.send(ByteBuffer.allocate(8), new InetSocketAddress(InetAddress.getByName("::1"), 9)));
        t.call(
                "send(ByteBuffer, SocketAddress) unresolved",
                s -> s.send(ByteBuffer.allocate(8), InetSocketAddress.createUnresolved("nowhere.invalid", 1)));
        t.call(
                "send(ByteBuffer, SocketAddress) unix",
                s -> s.send(ByteBuffer.allocate(8), UnixDomainSocketAddress.of("x")));
        t.call("droppedDatagrams()", s -> s.droppedDatagrams());
        t.run("join(InetAddress, NetworkInterface)", s -> s.join(InetAddress.getByName("239.1.2.3"), lo()));
        t.run("join(InetAddress, NetworkInterface) twice", s -> {
            s.join(InetAddress.getByName("239.1.2.3"), lo());
            s.join(InetAddress.getByName("239.1.2.3"), lo());
        });
        t.run("join(InetAddress, NetworkInterface) no group", s -> s.join(InetAddress.getByName("127.0.0.1"), lo()));
        t.run("join(InetAddress, NetworkInterface) IPv6", s -> s.join(InetAddress.getByName("ff12::1"), lo()));
        t.run("join(InetAddress, NetworkInterface) null", s -> s.join(null, lo()));
        t.run("join(InetAddress, NetworkInterface) on null", s -> s.join(InetAddress.getByName("239.1.2.3"), null));
        t.run("leave(InetAddress, NetworkInterface)", s -> {
            s.join(InetAddress.getByName("239.1.2.3"), lo());
            s.leave(InetAddress.getByName("239.1.2.3"), lo());
        });
        t.run(
                "leave(InetAddress, NetworkInterface) not joined",
                s -> s.leave(InetAddress.getByName("239.1.2.3"), lo()));
        t.run("leave(InetAddress, NetworkInterface) no group", s -> s.leave(InetAddress.getByName("127.0.0.1"), lo()));
        t.run("leave(InetAddress, NetworkInterface) null", s -> s.leave(null, lo()));
        t.run("leave(InetAddress, NetworkInterface) on null", s -> s.leave(InetAddress.getByName("239.1.2.3"), null));
        t.call("localAddress()", s -> s.localAddress());
        t.call("localInetAddress()", s -> s.localInetAddress());
        t.call("takeError()", s -> s.takeError() == null ? null : "told");
        t.call("bytesToRead()", s -> s.bytesToRead());
        t.run("setOption(SocketOption, Object)", s -> s.setOption(StandardSocketOptions.SO_BROADCAST, true));
        t.run("setOption(SocketOption, Object) null", s -> s.setOption(null, true));
        t.run("setOption(SocketOption, Object) to null", s -> s.setOption(StandardSocketOptions.IP_MULTICAST_IF, null));
        t.run("setOption(SocketOption, Object) TTL 256", s -> s.setOption(StandardSocketOptions.IP_MULTICAST_TTL, 256));
        t.run("setOption(SocketOption, Object) TTL -1", s -> s.setOption(StandardSocketOptions.IP_MULTICAST_TTL, -1));
        t.run("setOption(SocketOption, Object) TTL 255", s -> s.setOption(StandardSocketOptions.IP_MULTICAST_TTL, 255));
        t.run("setOption(SocketOption, Object) IP_TOS", s -> s.setOption(StandardSocketOptions.IP_TOS, 16));
        t.run(
                "setOption(SocketOption, Object) SO_KEEPALIVE",
                s -> s.setOption(StandardSocketOptions.SO_KEEPALIVE, true));
        t.call("getOption(SocketOption)", s -> s.getOption(StandardSocketOptions.SO_BROADCAST));
        t.call("getOption(SocketOption) TTL", s -> s.getOption(StandardSocketOptions.IP_MULTICAST_TTL));
        t.call("getOption(SocketOption) SO_REUSEADDR", s -> s.getOption(StandardSocketOptions.SO_REUSEADDR));
        t.call("getOption(SocketOption) LOOP", s -> s.getOption(StandardSocketOptions.IP_MULTICAST_LOOP));
        t.call("getOption(SocketOption) IF", s -> s.getOption(StandardSocketOptions.IP_MULTICAST_IF));
        t.call("getOption(SocketOption) null", s -> s.getOption(null));
        t.call("isOpen()", s -> s.isOpen());
        t.call("backend()", s -> s.backend() == backend);
        t.call(
                "toString()",
                s -> s.toString().startsWith("UdpSocket[")
                        && s.isOpen() != s.toString().contains("closed"));
        t.run("close()", s -> {
            s.close();
            s.close();
        });
        t.state("new", scene -> scene.opened(scene.port.openUdpSocket()));
        t.state("new INET", scene -> scene.opened(scene.port.openUdpSocket(StandardProtocolFamily.INET)));
        t.state("new INET6", scene -> scene.opened(scene.port.openUdpSocket(StandardProtocolFamily.INET6)));
        t.state("bound", scene -> {
            UdpSocket s = scene.opened(scene.port.openUdpSocket());
            s.bind(StateScene.loopback());
            return s;
        });
        t.state("connected", scene -> {
            UdpSocket other = scene.opened(scene.port.openUdpSocket());
            other.bind(StateScene.loopback());
            UdpSocket s = scene.opened(scene.port.openUdpSocket());
            s.connect(other.localInetAddress());
            return s;
        });
        t.state("disconnected", scene -> {
            UdpSocket other = scene.opened(scene.port.openUdpSocket());
            other.bind(StateScene.loopback());
            UdpSocket s = scene.opened(scene.port.openUdpSocket());
            s.connect(other.localInetAddress());
            s.disconnect();
            return s;
        });
        t.state("unreachable", scene -> {
            UdpSocket other = scene.opened(scene.port.openUdpSocket());
            other.bind(StateScene.loopback());
            UdpSocket s = scene.opened(scene.port.openUdpSocket());
            s.connect(other.localInetAddress());
            other.close();
            scene.port.poll(0);
            s.send(ByteBuffer.allocate(1));
            scene.awaitReadable(s);
            return s;
        });
        t.state("closed", scene -> {
            UdpSocket s = scene.port.openUdpSocket();
            s.bind(StateScene.loopback());
            s.close();
            return s;
        });
        return t.differs(
                "receive(long, int)",
                "send(long, int)",
                "send(long, int) none",
                "send(long, int, SocketAddress)",
                "takeError()",
                "bytesToRead()",
                "droppedDatagrams()",
                "isTruncated()",
                "send(ByteBuffer) empty",
                "setOption(SocketOption, Object) SO_KEEPALIVE");
    }

    static NetworkInterface lo() throws Exception {
        return NetworkInterface.getByInetAddress(InetAddress.getLoopbackAddress());
    }

    @TestFactory
    Stream<DynamicNode> eachCallInEachState() {
        Backends.require(backend);
        return table().tests(backend);
    }
}
