package dev.pollux.netty.suite;

import dev.pollux.netty.PolluxDomainSocketChannel;
import dev.pollux.netty.PolluxServerDomainSocketChannel;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.testsuite.transport.TestsuitePermutation.BootstrapComboFactory;
import io.netty.testsuite.transport.socket.CompositeBufferGatheringWriteTest;
import io.netty.testsuite.transport.socket.SocketEchoTest;
import io.netty.testsuite.transport.socket.SocketFileRegionTest;
import io.netty.testsuite.transport.socket.SocketFixedLengthEchoTest;
import io.netty.testsuite.transport.socket.SocketGatheringWriteTest;
import io.netty.testsuite.transport.socket.SocketObjectEchoTest;
import io.netty.testsuite.transport.socket.SocketReadPendingTest;
import io.netty.testsuite.transport.socket.SocketStringEchoTest;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.condition.OS;

/** Netty's tests of streams on Unix sockets, as its own epoll transport runs them. */
@DisabledIfSystemProperty(
        named = "pollux.netty.transport",
        matches = "nio",
        disabledReason = "its addresses are the JDK's")
@EnabledIf(value = "dev.pollux.netty.suite.Transport#isHere", disabledReason = "the system does not have it")
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "Unix sockets are on Linux only")
class DomainSocketTest {
    private static List<BootstrapComboFactory<ServerBootstrap, Bootstrap>> pairs() {
        boolean isOurs = Transport.TESTED.isPollux();
        return List.of(new BootstrapComboFactory<>() {
            @Override
            public ServerBootstrap newServerInstance() {
                return new ServerBootstrap()
                        .group(Transport.TESTED.group())
                        .channel(isOurs ? PolluxServerDomainSocketChannel.class : EpollServerDomainSocketChannel.class);
            }

            @Override
            public Bootstrap newClientInstance() {
                return new Bootstrap()
                        .group(Transport.TESTED.group())
                        .channel(isOurs ? PolluxDomainSocketChannel.class : EpollDomainSocketChannel.class);
            }
        });
    }

    /** A name that is nobody's. The server's close removes the file. */
    private static SocketAddress newAddress() {
        try {
            Path path = Files.createTempFile("pollux-netty", ".sock");
            Files.delete(path);
            return new DomainSocketAddress(path.toFile());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Nested
    class Echo extends SocketEchoTest {
        @Override
        protected List<BootstrapComboFactory<ServerBootstrap, Bootstrap>> newFactories() {
            return pairs();
        }

        @Override
        protected SocketAddress newSocketAddress() {
            return newAddress();
        }
    }

    @Nested
    class FileRegion extends SocketFileRegionTest {
        @Override
        protected List<BootstrapComboFactory<ServerBootstrap, Bootstrap>> newFactories() {
            return pairs();
        }

        @Override
        protected SocketAddress newSocketAddress() {
            return newAddress();
        }
    }

    @Nested
    class FixedLengthEcho extends SocketFixedLengthEchoTest {
        @Override
        protected List<BootstrapComboFactory<ServerBootstrap, Bootstrap>> newFactories() {
            return pairs();
        }

        @Override
        protected SocketAddress newSocketAddress() {
            return newAddress();
        }
    }

    @Nested
    class GatheringWrite extends SocketGatheringWriteTest {
        @Override
        protected List<BootstrapComboFactory<ServerBootstrap, Bootstrap>> newFactories() {
            return pairs();
        }

        @Override
        protected SocketAddress newSocketAddress() {
            return newAddress();
        }
    }

    @Nested
    class ObjectEcho extends SocketObjectEchoTest {
        @Override
        protected List<BootstrapComboFactory<ServerBootstrap, Bootstrap>> newFactories() {
            return pairs();
        }

        @Override
        protected SocketAddress newSocketAddress() {
            return newAddress();
        }
    }

    @Nested
    class ReadPending extends SocketReadPendingTest {
        @Override
        protected List<BootstrapComboFactory<ServerBootstrap, Bootstrap>> newFactories() {
            return pairs();
        }

        @Override
        protected SocketAddress newSocketAddress() {
            return newAddress();
        }
    }

    @Nested
    class StringEcho extends SocketStringEchoTest {
        @Override
        protected List<BootstrapComboFactory<ServerBootstrap, Bootstrap>> newFactories() {
            return pairs();
        }

        @Override
        protected SocketAddress newSocketAddress() {
            return newAddress();
        }
    }

    @Nested
    class CompositeGathering extends CompositeBufferGatheringWriteTest {
        @Override
        protected List<BootstrapComboFactory<ServerBootstrap, Bootstrap>> newFactories() {
            return pairs();
        }

        @Override
        protected SocketAddress newSocketAddress() {
            return newAddress();
        }
    }
}
