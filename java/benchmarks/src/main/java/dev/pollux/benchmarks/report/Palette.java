package dev.pollux.benchmarks.report;

import dev.pollux.benchmarks.Contestants;
import java.awt.Color;
import java.util.Map;

/** A colour for each contestant, the same in all charts: a hue a family, told apart by those who see no red or no green. */
final class Palette {
    private static final Color OTHER = new Color(0x8c959f);

    private static final Map<String, Color> COLOURS = Map.ofEntries(
            Map.entry(Contestants.C, new Color(0x57606a)),
            Map.entry(Contestants.C_ONE_THREAD, new Color(0xafb8c1)),
            Map.entry(Contestants.C_EPOLL, new Color(0x57606a)),
            Map.entry(Contestants.C_IO_URING, new Color(0x32383f)),
            Map.entry(Contestants.POLLUX_IO_URING, new Color(0x0550ae)),
            Map.entry(Contestants.POLLUX_IO_URING_OPERATIONS, new Color(0x1b69c9)),
            Map.entry(Contestants.POLLUX_EPOLL, new Color(0x2f81e0)),
            Map.entry(Contestants.POLLUX_EMULATED, new Color(0x80b8f5)),
            Map.entry(Contestants.DEMO_POLLUX, new Color(0x0550ae)),
            Map.entry(Contestants.POLLUX_FFM, new Color(0x0550ae)),
            Map.entry(Contestants.POLLUX_JNI, new Color(0x2f81e0)),
            Map.entry(Contestants.POLLUX_JNR, new Color(0x80b8f5)),
            Map.entry(Contestants.POLLUX_NIO, new Color(0xbcd9f8)),
            Map.entry(Contestants.JDK_SELECT, new Color(0xd9730d)),
            Map.entry(Contestants.JDK_CONSUMER, new Color(0xf0a75a)),
            Map.entry(Contestants.NETTY_NIO, new Color(0x9bd3b8)),
            Map.entry(Contestants.NETTY_EPOLL, new Color(0x2a9d74)),
            Map.entry(Contestants.NETTY_IO_URING, new Color(0x12684a)),
            Map.entry(Contestants.AGRONA, new Color(0x9b6fc3)));

    private Palette() {}

    static Color of(String contestant) {
        return COLOURS.getOrDefault(contestant, OTHER);
    }
}
