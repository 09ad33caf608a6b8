package dev.pollux.benchmarks.servers.child;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.function.Consumer;

/** On the JDK's Selector as one writes it who cares: {@code select(Consumer)}, nothing allocated for a message. */
final class SelectorServer extends Server {
    private final Selector selector = Selector.open();
    private final Kind kind;
    private final String address;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private final UnsentBuffers unsent = new UnsentBuffers();
    private final Consumer<SelectionKey> onSelected = this::selected;
    private ServerSocketChannel listener;
    private DatagramChannel datagrams;

    SelectorServer(Kind kind, String path) throws IOException {
        this.kind = kind;
        address = text(kind == Kind.UDP ? bindDatagrams() : listen(path));
        startThread(() -> {
            while (true) {
                selector.select(onSelected);
            }
        });
    }

    private SocketAddress listen(String path) throws IOException {
        listener =
                kind == Kind.UNIX ? ServerSocketChannel.open(StandardProtocolFamily.UNIX) : ServerSocketChannel.open();
        listener.bind(address(kind, path), BACKLOG);
        listener.configureBlocking(false);
        listener.register(selector, SelectionKey.OP_ACCEPT);
        return listener.getLocalAddress();
    }

    private SocketAddress bindDatagrams() throws IOException {
        datagrams = DatagramChannel.open().bind(anyPort());
        datagrams.configureBlocking(false);
        datagrams.register(selector, SelectionKey.OP_READ);
        return datagrams.getLocalAddress();
    }

    private void selected(SelectionKey key) {
        try {
            if (key.attachment() instanceof SelectorConnection connection) {
                connection.onReady(key);
            } else if (datagrams != null) {
                echoDatagrams();
            } else {
                acceptSome();
            }
        } catch (IOException e) {
            throw new IllegalStateException("the listener failed", e);
        }
    }

    private void acceptSome() throws IOException {
        for (int i = 0; i < MAX_ACCEPTS; i++) {
            SocketChannel channel = listener.accept();
            if (channel == null) {
                return;
            }
            channel.configureBlocking(false);
            if (kind != Kind.UNIX) {
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            }
            channel.register(
                    selector, SelectionKey.OP_READ, new SelectorConnection(channel, buffer, unsent, Exchange.of(kind)));
        }
    }

    private void echoDatagrams() throws IOException {
        SocketAddress sender;
        while ((sender = datagrams.receive(buffer.clear())) != null) {
            datagrams.send(buffer.flip(), sender); // or it is lost
        }
    }

    @Override
    String address() {
        return address;
    }

    @Override
    String description() {
        return selector.getClass().getName();
    }
}
