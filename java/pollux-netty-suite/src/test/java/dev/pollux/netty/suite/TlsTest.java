package dev.pollux.netty.suite;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pollux.netty.watch.LeakChecked;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.testsuite.transport.TestsuitePermutation.BootstrapComboFactory;
import io.netty.testsuite.transport.socket.SocketSslClientRenegotiateTest;
import io.netty.testsuite.transport.socket.SocketSslEchoTest;
import io.netty.testsuite.transport.socket.SocketSslGreetingTest;
import io.netty.testsuite.transport.socket.SocketSslSessionReuseTest;
import io.netty.testsuite.transport.socket.SocketStartTlsTest;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.condition.EnabledIf;

/** Netty's tests of TLS over TCP channels. */
@EnabledIf(value = "dev.pollux.netty.suite.Transport#isHere", disabledReason = "the system does not have it")
class TlsTest extends LeakChecked {
    @Nested
    class SslGreeting extends SocketSslGreetingTest {
        @Override
        protected List<BootstrapComboFactory<ServerBootstrap, Bootstrap>> newFactories() {
            return Transport.pairs();
        }
    }

    @Nested
    class SslSessionReuse extends SocketSslSessionReuseTest {
        @Override
        protected List<BootstrapComboFactory<ServerBootstrap, Bootstrap>> newFactories() {
            return Transport.pairs();
        }

        /** It does not ask whether OpenSSL is there, as the others do. */
        @Override
        public void testSslSessionTrustManagerResumption(
                ServerBootstrap sb, Bootstrap cb, SslContextBuilder server, SslContextBuilder client) throws Throwable {
            try {
                super.testSslSessionTrustManagerResumption(sb, cb, server, client);
            } catch (LinkageError e) {
                Assumptions.abort("needs OpenSSL, by netty-tcnative: " + e);
            }
        }
    }

    /** A MiB each way in each of 96 ways, three renegotiations by five flags. Under Wine it is six of these, with each flag on and off. */
    @Nested
    class SslEcho extends SocketSslEchoTest {
        private static final AtomicInteger WAYS = new AtomicInteger();
        private static final Set<Integer> CHOSEN = Set.of(0b01010, 0b10101);

        @BeforeEach
        void choose() {
            int flags = WAYS.getAndIncrement() % 32;
            assumeTrue(
                    !Boolean.getBoolean("dev.pollux.test.wine") || CHOSEN.contains(flags),
                    "one of sixteen ways is run under Wine");
        }

        @Override
        protected List<BootstrapComboFactory<ServerBootstrap, Bootstrap>> newFactories() {
            return Transport.pairs();
        }
    }

    @Nested
    class StartTls extends SocketStartTlsTest {
        @Override
        protected List<BootstrapComboFactory<ServerBootstrap, Bootstrap>> newFactories() {
            return Transport.pairs();
        }
    }

    @Nested
    class SslClientRenegotiate extends SocketSslClientRenegotiateTest {
        @Override
        protected List<BootstrapComboFactory<ServerBootstrap, Bootstrap>> newFactories() {
            return Transport.pairs();
        }
    }
}
