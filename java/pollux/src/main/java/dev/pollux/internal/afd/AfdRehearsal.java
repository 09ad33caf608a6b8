package dev.pollux.internal.afd;

import dev.pollux.internal.readiness.channel.ChannelSocket;
import dev.pollux.readiness.Interest;
import dev.pollux.readiness.ReadinessCallback;
import dev.pollux.readiness.ReadinessDispatcher;
import dev.pollux.readiness.TriggerMode;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;

/** What the first events of a loop on this backend need. */
final class AfdRehearsal {
    private static final long WAIT_NANOS = 1_000_000; // the first wait that may block loads what the others need

    private AfdRehearsal() {}

    static void play(ReadinessDispatcher loop, ReadinessCallback callback) throws IOException {
        SocketChannel channel = SocketChannel.open();
        try (ChannelSocket socket = new ChannelSocket(channel, AfdHolds.ALL)) {
            channel.configureBlocking(false);
            socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
            loop.register(socket, Interest.READ, TriggerMode.LEVEL, callback);
            loop.runOnce(WAIT_NANOS);
        }
    }
}
