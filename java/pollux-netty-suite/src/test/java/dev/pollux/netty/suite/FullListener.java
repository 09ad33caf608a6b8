package dev.pollux.netty.suite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** A listener that accepts nobody, and whose backlog is full: a connect to it neither succeeds nor fails. */
final class FullListener {
    private static final List<SocketChannel> WAITING = new ArrayList<>();
    private static final ServerSocket LISTENER = open();

    private FullListener() {}

    /** Gives the address to Netty's tests, which read it once. */
    static void name() {
        System.setProperty(
                "io.netty.testsuite.badHost", LISTENER.getInetAddress().getHostAddress());
        System.setProperty("io.netty.testsuite.badPort", String.valueOf(LISTENER.getLocalPort()));
    }

    private static ServerSocket open() {
        try {
            ServerSocket listener = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
            // Linux lets one more wait than it was told, and those after that get no answer to their first packet.
            for (int i = 0; i < 4; i++) {
                SocketChannel waiting = SocketChannel.open();
                waiting.configureBlocking(false);
                waiting.connect(new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort()));
                WAITING.add(waiting);
            }
            return listener;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
