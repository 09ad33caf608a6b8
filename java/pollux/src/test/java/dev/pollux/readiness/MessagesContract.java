package dev.pollux.readiness;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.Backend;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AlreadyBoundException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NotYetBoundException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.UnresolvedAddressException;
import java.nio.channels.UnsupportedAddressTypeException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What a refusal says: of what, and why. The types are the JDK's. */
abstract class MessagesContract extends PortContract {
    MessagesContract(Backend backend) {
        super(backend);
    }

    private static void assertSays(Class<? extends Throwable> type, Executable call, String... parts) {
        Throwable refusal = assertThrows(type, call);
        for (String part : parts) {
            assertTrue(refusal.getMessage() != null && refusal.getMessage().contains(part), refusal::toString);
        }
        String name = refusal.toString();
        assertTrue(name.startsWith("java."), () -> "not a name that its reader can look up: " + name);
    }

    @Test
    void aHostNameWithoutAnAddress() throws Exception {
        InetSocketAddress nowhere = InetSocketAddress.createUnresolved("nowhere.invalid", 7);
        assertSays(UnresolvedAddressException.class, () -> port.connect(nowhere), "nowhere.invalid");
        StreamListener listener = opened(port.openListener());
        assertSays(UnresolvedAddressException.class, () -> listener.bind(nowhere, 1), "nowhere.invalid");
        UdpSocket datagrams = opened(port.openUdpSocket());
        assertSays(UnresolvedAddressException.class, () -> datagrams.bind(nowhere), "nowhere.invalid");
        assertSays(UnresolvedAddressException.class, () -> datagrams.connect(nowhere), "nowhere.invalid");
        ByteBuffer one = ByteBuffer.allocate(1);
        assertSays(UnresolvedAddressException.class, () -> datagrams.send(one, nowhere), "nowhere.invalid");
    }

    @Test
    void anAddressOfAnotherFamily() throws Exception {
        UnixDomainSocketAddress unix = UnixDomainSocketAddress.of(Path.of("of-another-family"));
        StreamListener listener = opened(port.openListener());
        assertSays(UnsupportedAddressTypeException.class, () -> listener.bind(unix, 1), "family INET", unix.toString());
        UdpSocket datagrams = opened(port.openUdpSocket());
        ByteBuffer one = ByteBuffer.allocate(1);
        assertSays(UnsupportedAddressTypeException.class, () -> datagrams.send(one, unix), unix.toString());
    }

    @Test
    void anAddressThatIsInUse() throws Exception {
        StreamListener first = opened(port.openListener());
        first.bind(loopback(), 1);
        InetSocketAddress taken = first.localInetAddress();
        StreamListener second = opened(port.openListener());
        assertSays(BindException.class, () -> second.bind(taken, 1), "bind", String.valueOf(taken.getPort()));
    }

    @Test
    void aListenerWithoutAnAddress() throws Exception {
        try (ReadinessDispatcher dispatcher =
                ReadinessDispatcher.builder().backend(backend).open()) {
            StreamListener listener = opened(dispatcher.openListener());
            assertSays(
                    NotYetBoundException.class,
                    () -> dispatcher.listen(listener, StreamSocket::close),
                    listener.toString(),
                    "bind");
        }
    }

    @Test
    void aSecondBind() throws Exception {
        StreamListener listener = opened(port.openListener());
        listener.bind(loopback(), 1);
        assertSays(AlreadyBoundException.class, () -> listener.bind(loopback(), 1), "bound once", listener.toString());
    }

    /** Of the two, the port and the source, it is one. */
    @Test
    void whichOneIsClosed() throws Exception {
        StreamListener open = opened(port.openListener());
        ServerSocketChannel channel = ServerSocketChannel.open();
        channel.close();
        assertSays(
                ClosedChannelException.class,
                () -> port.register(channel, Interest.READ, TriggerMode.LEVEL, (r, readiness) -> {}),
                channel.toString());
        port.close();
        String text = "the port of backend " + backend + " is closed";
        assertSays(
                ClosedChannelException.class,
                () -> port.register(open, Interest.READ, TriggerMode.LEVEL, (r, readiness) -> {}),
                text);
        assertSays(ClosedChannelException.class, () -> port.connect(loopback()), text);
    }

    @Test
    void aLoopThatIsClosed() throws Exception {
        ReadinessDispatcher dispatcher =
                ReadinessDispatcher.builder().backend(backend).open();
        dispatcher.close();
        assertSays(ClosedChannelException.class, () -> dispatcher.runOnce(0), dispatcher.toString());
    }
}
