package dev.pollux.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.linux.LinuxSocketOption;
import dev.pollux.linux.LinuxSocketOptions;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelOption;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** That an option reaches the socket, under each of its names. */
@EnabledOnOs(OS.LINUX)
class OptionsTest {
    private final PolluxSocketChannel channel = new PolluxSocketChannel();
    private final PolluxServerSocketChannel listener = new PolluxServerSocketChannel();

    @AfterEach
    void close() {
        channel.unsafe().closeForcibly();
        listener.unsafe().closeForcibly();
    }

    @Test
    void aSocketsOptionsAreTheSystems() {
        Map<ChannelOption<?>, Object> values = Map.ofEntries(
                Map.entry(ChannelOption.TCP_NODELAY, false),
                Map.entry(ChannelOption.SO_KEEPALIVE, true),
                Map.entry(ChannelOption.SO_REUSEADDR, true),
                Map.entry(ChannelOption.SO_LINGER, 5),
                Map.entry(ChannelOption.IP_TOS, 0x10),
                Map.entry(ChannelOption.ALLOW_HALF_CLOSURE, true),
                Map.entry(ChannelOption.TCP_FASTOPEN_CONNECT, true),
                Map.entry(PolluxChannelOption.TCP_CORK, true),
                Map.entry(PolluxChannelOption.TCP_NOTSENT_LOWAT, 4_000_000_000L),
                Map.entry(PolluxChannelOption.TCP_KEEPIDLE, 7),
                Map.entry(PolluxChannelOption.TCP_KEEPINTVL, 8),
                Map.entry(PolluxChannelOption.TCP_KEEPCNT, 9),
                Map.entry(PolluxChannelOption.TCP_USER_TIMEOUT, 1_000),
                Map.entry(PolluxChannelOption.IP_BIND_ADDRESS_NO_PORT, true));
        assertTrue(channel.config().setOptions(values));
        values.forEach((option, value) -> assertEquals(value, channel.config().getOption(option), option::name));
        Map<ChannelOption<?>, Object> all = channel.config().getOptions();
        values.forEach((option, value) -> assertEquals(value, all.get(option), option::name));
    }

    @Test
    void aListenersOptionsAreTheSystems() {
        assertTrue(listener.config().isReuseAddress());
        Map<ChannelOption<?>, Object> values = Map.of(
                ChannelOption.SO_REUSEADDR,
                false,
                ChannelOption.SO_BACKLOG,
                17,
                ChannelOption.TCP_FASTOPEN,
                3,
                PolluxChannelOption.SO_REUSEPORT,
                true,
                PolluxChannelOption.IP_FREEBIND,
                true,
                PolluxChannelOption.TCP_DEFER_ACCEPT,
                1);
        assertTrue(listener.config().setOptions(values));
        Map<ChannelOption<?>, Object> all = listener.config().getOptions();
        values.forEach((option, value) -> assertEquals(value, all.get(option), option::name));
    }

    /** A program that names Netty's constants makes them by name, as here. */
    @Test
    void theNamesOfNettysTransportsAreKnown() {
        ChannelOption<Boolean> cork = ChannelOption.valueOf("io.netty.channel.epoll.EpollChannelOption#TCP_CORK");
        assertTrue(channel.config().setOption(cork, true));
        assertTrue(channel.config().getOption(PolluxChannelOption.TCP_CORK));
        ChannelOption<Boolean> port = ChannelOption.valueOf("io.netty.channel.unix.UnixChannelOption#SO_REUSEPORT");
        assertTrue(listener.config().setOption(port, true));
        assertTrue(listener.config().getOption(PolluxChannelOption.SO_REUSEPORT));
    }

    @Test
    void somebodysOwnOptionIsNotTakenForOne() {
        ChannelOption<Boolean> own = ChannelOption.valueOf("org.example.Options#TCP_CORK");
        assertFalse(channel.config().setOption(own, true));
        assertFalse(channel.config().getOption(PolluxChannelOption.TCP_CORK));
    }

    @Test
    void anyOptionOfPolluxIsOneOfNettys() {
        assertTrue(channel.config().setOption(PolluxChannelOption.of(LinuxSocketOptions.TCP_SYNCNT), 2));
        assertEquals(2, channel.config().getOption(PolluxChannelOption.of(LinuxSocketOption.ofInt("other", 6, 7))));
    }

    @Test
    void whatTheSystemRefusesIsTold() {
        ChannelOption<Integer> none = PolluxChannelOption.of(LinuxSocketOption.ofInt("none", 6, 9_999));
        ChannelException refused =
                assertThrows(ChannelException.class, () -> channel.config().setOption(none, 1));
        assertTrue(refused.getMessage().contains("ENOPROTOOPT"), refused.getMessage());
    }

    @Test
    void aChannelThatWasNeverRegisteredIsClosed() {
        Channel closed = new PolluxSocketChannel();
        assertTrue(closed.isOpen());
        closed.unsafe().closeForcibly();
        assertFalse(closed.isOpen());
    }
}
