package dev.pollux.examples.guide;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousChannelGroup;
import java.nio.channels.AsynchronousServerSocketChannel;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.CompletionHandler;
import java.util.concurrent.TimeUnit;

// guide: channels
final class ChannelServer implements AutoCloseable {
    private final AsynchronousChannelGroup group;
    private final AsynchronousServerSocketChannel listener;

    ChannelServer(InetSocketAddress address) throws IOException {
        group = AsynchronousChannelGroup.withFixedThreadPool(1, Thread::new);
        listener = AsynchronousServerSocketChannel.open(group).bind(address);
        listener.accept(null, new CompletionHandler<AsynchronousSocketChannel, Void>() {
            @Override
            public void completed(AsynchronousSocketChannel channel, Void none) {
                listener.accept(null, this);
                new Connection(channel).read();
            }

            @Override
            public void failed(Throwable failure, Void none) {
                // closed, or no descriptor was left: then nobody accepts any longer
            }
        });
    }

    InetSocketAddress address() throws IOException {
        return (InetSocketAddress) listener.getLocalAddress();
    }

    @Override
    public void close() throws IOException {
        group.shutdownNow();
    }

    private static final class Connection implements CompletionHandler<Integer, Boolean> {
        private final AsynchronousSocketChannel channel;
        private final ByteBuffer buffer = ByteBuffer.allocateDirect(16 * 1024);

        Connection(AsynchronousSocketChannel channel) {
            this.channel = channel;
        }

        void read() {
            channel.read(buffer.clear(), 1, TimeUnit.MINUTES, false, this);
        }

        @Override
        public void completed(Integer count, Boolean written) {
            if (count < 0) {
                close();
            } else if (written && !buffer.hasRemaining()) {
                read();
            } else {
                channel.write(written ? buffer : buffer.flip(), 1, TimeUnit.MINUTES, true, this); // what is left
            }
        }

        @Override
        public void failed(Throwable failure, Boolean written) {
            close();
        }

        private void close() {
            try {
                channel.close();
            } catch (IOException e) {
                // it is gone either way
            }
        }
    }
}
// end
