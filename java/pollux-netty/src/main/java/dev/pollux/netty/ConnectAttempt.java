package dev.pollux.netty;

import io.netty.channel.ChannelPromise;
import io.netty.channel.ConnectTimeoutException;
import io.netty.util.concurrent.Future;
import java.net.SocketAddress;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.TimeUnit;

/** A connect that has begun: who waits for it, and how long. Only from the loop's thread. */
final class ConnectAttempt {
    private final PolluxStreamChannel channel;
    private final SocketAddress to;
    private final ChannelPromise promise;
    private Future<?> timeout;

    ConnectAttempt(PolluxStreamChannel channel, SocketAddress to, ChannelPromise promise) {
        this.channel = channel;
        this.to = to;
        this.promise = promise;
    }

    SocketAddress to() {
        return to;
    }

    ChannelPromise promise() {
        return promise;
    }

    void begin() {
        int millis = channel.config().getConnectTimeoutMillis();
        if (millis > 0) {
            timeout = channel.eventLoop().schedule(() -> timedOut(millis), millis, TimeUnit.MILLISECONDS);
        }
        promise.addListener(future -> {
            if (future.isCancelled()) {
                end();
                ((PolluxStreamChannel.StreamUnsafe) channel.unsafe()).connectCancelled();
            }
        });
    }

    private void timedOut(int millis) {
        if (promise.tryFailure(new ConnectTimeoutException("connection timed out after " + millis + " ms: " + to))) {
            channel.unsafe().close(channel.unsafe().voidPromise());
        }
    }

    /** It has ended, in whatever way. */
    void end() {
        if (timeout != null) {
            timeout.cancel(false);
        }
    }

    /** The channel was closed. */
    void closed() {
        end();
        promise.tryFailure(new ClosedChannelException());
    }
}
