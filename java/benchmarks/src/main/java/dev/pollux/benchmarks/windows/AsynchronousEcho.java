package dev.pollux.benchmarks.windows;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousChannelGroup;
import java.nio.channels.AsynchronousServerSocketChannel;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.CompletionHandler;

/** On the JDK's completion port: a group of one thread, handlers that are made once a connection. */
final class AsynchronousEcho extends EchoServer {
    AsynchronousEcho() throws IOException {
        AsynchronousChannelGroup group = AsynchronousChannelGroup.withFixedThreadPool(1, this::thread);
        AsynchronousServerSocketChannel listener =
                AsynchronousServerSocketChannel.open(group).bind(anyPort(), 1024);
        listener.accept(null, new CompletionHandler<AsynchronousSocketChannel, Void>() {
            @Override
            public void completed(AsynchronousSocketChannel channel, Void none) {
                listener.accept(null, this);
                try {
                    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                    new Connection(channel).read();
                } catch (IOException e) {
                    close(channel);
                }
            }

            @Override
            public void failed(Throwable failure, Void none) {
                failure.printStackTrace();
            }
        });
        address = (InetSocketAddress) listener.getLocalAddress();
        description = "AsynchronousSocketChannel";
    }

    private static void close(AsynchronousSocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // It is no longer of interest.
        }
    }

    /** A read, a write, a read. */
    private static final class Connection {
        private final AsynchronousSocketChannel channel;
        private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
        private final CompletionHandler<Integer, Void> onRead = new Handler() {
            @Override
            public void completed(Integer count, Void none) {
                if (count < 0) {
                    close(channel);
                } else {
                    channel.write(buffer.flip(), null, onWritten);
                }
            }
        };
        private final CompletionHandler<Integer, Void> onWritten = new Handler() {
            @Override
            public void completed(Integer count, Void none) {
                if (buffer.hasRemaining()) {
                    channel.write(buffer, null, this);
                } else {
                    read();
                }
            }
        };

        Connection(AsynchronousSocketChannel channel) {
            this.channel = channel;
        }

        void read() {
            channel.read(buffer.clear(), null, onRead);
        }

        /** One that closes on a failure. */
        private abstract class Handler implements CompletionHandler<Integer, Void> {
            @Override
            public void failed(Throwable failure, Void none) {
                close(channel);
            }
        }
    }
}
