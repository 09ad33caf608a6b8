package dev.pollux.benchmarks.micro;

import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import io.netty.channel.ManualIoEventLoop;
import io.netty.channel.epoll.EpollIoEvent;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Netty's epoll without channels and pipelines: handles of our own, registered with its I/O handler, on a loop that this
 * thread turns ({@link ManualIoEventLoop}). That is the least that Netty does between epoll_wait(2) and a callback, and it
 * has been public for that use since 4.2.
 */
final class NettyLoop implements DispatchLoop {
    private final ManualIoEventLoop loop = new ManualIoEventLoop(Thread.currentThread(), EpollIoHandler.newFactory());
    private final List<FileDescriptor> descriptors = new ArrayList<>();

    @Override
    public void addReady(Count count) throws IOException {
        Socket socket = Socket.newSocketDgram();
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        InetSocketAddress own = socket.localAddress();
        socket.sendTo(ByteBuffer.allocateDirect(1), 0, 1, own.getAddress(), own.getPort());
        add(socket, count);
    }

    @Override
    public void addIdle(Count count) throws IOException {
        add(Socket.newSocketDgram(), count);
    }

    private void add(FileDescriptor fd, Count count) {
        descriptors.add(fd);
        NettyHandle.register(loop, new Counter(fd, count)).submit(EpollIoOps.EPOLLIN);
    }

    @Override
    public void run(Count count, long events) {
        long last = count.events + events;
        while (count.events < last) {
            loop.run(0); // waits
        }
    }

    @Override
    public void close() throws IOException {
        NettyHandle.close(loop);
        for (FileDescriptor each : descriptors) {
            each.close();
        }
    }

    /** One each registration, as a server has one each connection. */
    private static final class Counter extends NettyHandle {
        private final Count count;

        Counter(FileDescriptor fd, Count count) {
            super(fd);
            this.count = count;
        }

        @Override
        public void handle(IoRegistration registration, IoEvent event) {
            if (((EpollIoEvent) event).ops().contains(EpollIoOps.EPOLLIN)) {
                count.events++;
            }
        }
    }
}
