package dev.pollux.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelOption;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The options of Windows's sockets, which a channel has before it has a loop. */
@EnabledOnOs(OS.WINDOWS)
@Timeout(30)
class WindowsOptionsTest {
    private final PolluxSocketChannel channel = new PolluxSocketChannel();

    @AfterEach
    void close() {
        channel.unsafe().closeForcibly();
    }

    @Test
    void aSocketsOptionsAreTheSystems() {
        PolluxSocketChannelConfig config = channel.config();
        assertTrue(config.isTcpNoDelay(), "as with every transport of Netty's");
        assertTrue(config.setOption(ChannelOption.SO_KEEPALIVE, true));
        assertTrue(config.setOption(ChannelOption.TCP_NODELAY, false));
        assertTrue(config.setOption(ChannelOption.SO_LINGER, 5));
        assertTrue(config.setOption(ChannelOption.SO_RCVBUF, 100_000));
        Map<ChannelOption<?>, Object> all = config.getOptions();
        assertEquals(true, all.get(ChannelOption.SO_KEEPALIVE));
        assertEquals(false, all.get(ChannelOption.TCP_NODELAY));
        assertEquals(5, all.get(ChannelOption.SO_LINGER));
        assertTrue((Integer) all.get(ChannelOption.SO_RCVBUF) >= 100_000);
    }

    /** Windows's own lets others take an address over. The JDK's sockets keep it to themselves there, too. */
    @Test
    void anAddressIsNeverSharedByReuse() throws Exception {
        try (Loops loops = new Loops(1)) {
            Channel first = Loops.listen(loops.server(EchoHandler::new).option(ChannelOption.SO_REUSEADDR, true));
            assertEquals(true, first.config().getOption(ChannelOption.SO_REUSEADDR));
            assertThrows(java.net.BindException.class, () -> loops.server(EchoHandler::new)
                    .option(ChannelOption.SO_REUSEADDR, true)
                    .bind(Loops.addressOf(first))
                    .sync());
        }
    }

    @Test
    void whatWindowsHasNotIsNotKnown() {
        PolluxSocketChannelConfig config = channel.config();
        assertFalse(config.setOption(PolluxChannelOption.TCP_CORK, true));
        assertFalse(config.setOption(ChannelOption.IP_TOS, 8));
        assertFalse(config.setOption(ChannelOption.TCP_FASTOPEN_CONNECT, true));
        assertNull(config.getOption(PolluxChannelOption.TCP_CORK));
    }

    @Test
    void datagramsAndUnixSocketsAreRefusedWithTheReason() {
        for (var make : new org.junit.jupiter.api.function.Executable[] {
            PolluxDatagramChannel::new, PolluxDomainSocketChannel::new, PolluxServerDomainSocketChannel::new
        }) {
            RuntimeException refused = assertThrows(RuntimeException.class, make);
            assertTrue(refused.getMessage().contains("Linux"), refused::toString);
        }
    }

    @Test
    void aClosedChannelHasNoOptions() {
        channel.unsafe().closeForcibly();
        assertThrows(ChannelException.class, () -> channel.config().isTcpNoDelay());
        assertThrows(ChannelException.class, () -> channel.config().isReuseAddress());
    }
}
