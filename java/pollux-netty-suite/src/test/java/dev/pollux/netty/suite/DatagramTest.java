package dev.pollux.netty.suite;

import dev.pollux.netty.PolluxDatagramChannel;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFactory;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.testsuite.transport.TestsuitePermutation.BootstrapComboFactory;
import io.netty.testsuite.transport.TestsuitePermutation.BootstrapFactory;
import io.netty.testsuite.transport.socket.DatagramConnectNotExistsTest;
import io.netty.testsuite.transport.socket.DatagramConnectedWriteExceptionTest;
import io.netty.testsuite.transport.socket.DatagramMulticastTest;
import io.netty.testsuite.transport.socket.DatagramUnicastIPv6MappedTest;
import io.netty.testsuite.transport.socket.DatagramUnicastIPv6Test;
import io.netty.testsuite.transport.socket.DatagramUnicastInetTest;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.condition.EnabledIf;

/** Netty's tests of datagram channels. */
@EnabledIf(value = "dev.pollux.netty.suite.Transport#isHere", disabledReason = "the system does not have it")
class DatagramTest {
    private static Bootstrap bootstrap(Transport transport, SocketProtocolFamily family) {
        ChannelFactory<DatagramChannel> channels = () -> switch (transport) {
            case POLLUX, IO_URING, EMULATED -> new PolluxDatagramChannel(family);
            case EPOLL -> family == null ? new EpollDatagramChannel() : new EpollDatagramChannel(family);
            case NIO -> family == null ? new NioDatagramChannel() : new NioDatagramChannel(family);
        };
        return new Bootstrap().group(transport.group()).channelFactory(channels);
    }

    private static BootstrapComboFactory<Bootstrap, Bootstrap> pair(
            Transport server, Transport client, SocketProtocolFamily family) {
        return new BootstrapComboFactory<>() {
            @Override
            public Bootstrap newServerInstance() {
                return bootstrap(server, family);
            }

            @Override
            public Bootstrap newClientInstance() {
                return bootstrap(client, family);
            }
        };
    }

    private static List<BootstrapComboFactory<Bootstrap, Bootstrap>> pairs(SocketProtocolFamily family) {
        if (Transport.IS_WINDOWS) { // as with TCP
            return List.of(pair(Transport.TESTED, Transport.TESTED, family));
        }
        return List.of(
                pair(Transport.TESTED, Transport.TESTED, family),
                pair(Transport.TESTED, Transport.NIO, family),
                pair(Transport.NIO, Transport.TESTED, family));
    }

    @Nested
    class UnicastInet extends DatagramUnicastInetTest {
        @Override
        protected List<BootstrapComboFactory<Bootstrap, Bootstrap>> newFactories() {
            return pairs(SocketProtocolFamily.INET);
        }
    }

    @Nested
    class UnicastIPv6 extends DatagramUnicastIPv6Test {
        @Override
        protected List<BootstrapComboFactory<Bootstrap, Bootstrap>> newFactories() {
            return pairs(SocketProtocolFamily.INET6);
        }
    }

    @Nested
    class UnicastIPv6Mapped extends DatagramUnicastIPv6MappedTest {
        @Override
        protected List<BootstrapComboFactory<Bootstrap, Bootstrap>> newFactories() {
            return pairs(SocketProtocolFamily.INET6);
        }
    }

    @Nested
    class Multicast extends DatagramMulticastTest {
        @Override
        protected List<BootstrapComboFactory<Bootstrap, Bootstrap>> newFactories() {
            return pairs(SocketProtocolFamily.INET);
        }
    }

    @Nested
    class ConnectNotExists extends DatagramConnectNotExistsTest {
        @Override
        protected List<BootstrapFactory<Bootstrap>> newFactories() {
            return List.of(() -> bootstrap(Transport.TESTED, null));
        }
    }

    @Nested
    class ConnectedWriteException extends DatagramConnectedWriteExceptionTest {
        @Override
        protected List<BootstrapFactory<Bootstrap>> newFactories() {
            return List.of(() -> bootstrap(Transport.TESTED, null));
        }
    }
}
