package dev.pollux.benchmarks.micro;

import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import io.netty.channel.ManualIoEventLoop;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.unix.FileDescriptor;
import java.util.concurrent.TimeUnit;

/** A descriptor with Netty's epoll, without a channel: what its events do is its subclasses'. */
class NettyHandle implements EpollIoHandle {
    private final FileDescriptor fd;

    NettyHandle(FileDescriptor fd) {
        this.fd = fd;
    }

    /** Registers it, on the loop's thread, where that is done at once. */
    static IoRegistration register(ManualIoEventLoop loop, NettyHandle handle) {
        return loop.register(handle).syncUninterruptibly().getNow();
    }

    /** Ends a loop, on its thread. */
    static void close(ManualIoEventLoop loop) {
        loop.shutdownGracefully(0, 0, TimeUnit.SECONDS);
        while (!loop.isTerminated()) {
            loop.runNow();
        }
    }

    @Override
    public FileDescriptor fd() {
        return fd;
    }

    @Override
    public void handle(IoRegistration registration, IoEvent event) {}

    @Override
    public void close() {
        // The loop closes what is registered when it ends; the descriptor is its owner's.
    }
}
