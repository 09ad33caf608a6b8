package dev.pollux.netty.suite;

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
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
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

    @Nested
    @DisabledIfSystemProperty(
            named = "dev.pollux.test.wine",
            matches = "true",
            disabledReason = "a minute long under Wine, where the other tests of TLS are run")
    class SslEcho extends SocketSslEchoTest {
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
