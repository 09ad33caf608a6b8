package dev.pollux.netty.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pollux.netty.PolluxDatagramChannel;
import dev.pollux.netty.PolluxDomainSocketChannel;
import dev.pollux.netty.PolluxServerDomainSocketChannel;
import dev.pollux.netty.PolluxServerSocketChannel;
import dev.pollux.netty.PolluxSocketChannel;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** That each option of a channel of Netty's own epoll is one of Pollux's channel, but those that the guide names. */
class OptionsTest {
    private static final Set<String> NOT_THERE = Set.of("EPOLL_MODE", "TCP_MD5SIG");

    /** Netty's listener of Unix sockets has TCP's options, which the system has not for them. */
    private static final Set<String> NOT_OF_UNIX = Set.of("EPOLL_MODE", "SO_REUSEADDR", "TCP_FASTOPEN");

    private static void compare(Channel nettys, Channel ours, Set<String> notThere) {
        try {
            Set<String> unknown = new TreeSet<>();
            Map<ChannelOption<?>, Object> all = nettys.config().getOptions();
            assertTrue(all.size() > 10, () -> "options: " + all);
            Set<ChannelOption<?>> told = ours.config().getOptions().keySet();
            all.forEach((option, value) -> {
                String name = option.name().substring(option.name().indexOf('#') + 1);
                if (told.stream().noneMatch(each -> each.name().endsWith(name)) || !isSet(ours, option, value)) {
                    unknown.add(name);
                }
            });
            unknown.removeAll(notThere);
            assertEquals(Set.of(), unknown, () -> ours.getClass().getSimpleName());
        } finally {
            nettys.unsafe().closeForcibly();
            ours.unsafe().closeForcibly();
        }
    }

    @SuppressWarnings("unchecked") // the value is what Netty has for it
    private static boolean isSet(Channel channel, ChannelOption<?> option, Object value) {
        return value == null
                || value instanceof Integer number && number < 0 // "none", which some refuse to be told
                || channel.config().setOption((ChannelOption<Object>) option, value);
    }

    @Test
    void allOfNettysEpollAreKnown() {
        assumeTrue(Epoll.isAvailable(), "Netty's own epoll transport is not available here");
        compare(new EpollSocketChannel(), new PolluxSocketChannel(), NOT_THERE);
        compare(new EpollServerSocketChannel(), new PolluxServerSocketChannel(), NOT_THERE);
        compare(new EpollDatagramChannel(), new PolluxDatagramChannel(), NOT_THERE);
        compare(new EpollDomainSocketChannel(), new PolluxDomainSocketChannel(), NOT_THERE);
        compare(new EpollServerDomainSocketChannel(), new PolluxServerDomainSocketChannel(), NOT_OF_UNIX);
    }
}
