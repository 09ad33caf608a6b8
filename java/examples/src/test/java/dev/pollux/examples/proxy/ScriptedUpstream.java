package dev.pollux.examples.proxy;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** A server that does on each connection what a test tells it to: also what no good server would. */
final class ScriptedUpstream implements AutoCloseable {
    static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    /** What happens on one connection; it is closed afterwards. */
    @FunctionalInterface
    interface Script {
        void talk(Connection connection) throws Exception;
    }

    /** One of its connections. */
    static final class Connection {
        final Socket socket;
        final InputStream input;

        /** Which one it is, from 0. */
        final int number;

        private Connection(Socket socket, int number) throws IOException {
            this.socket = socket;
            this.input = new BufferedInputStream(socket.getInputStream()); // heads are read byte by byte
            this.number = number;
        }

        /** {@return a request's head; null at the end of the stream} */
        String readHead() throws IOException {
            return ScriptedUpstream.readHead(input);
        }

        String read(int count) throws IOException {
            return new String(input.readNBytes(count), StandardCharsets.ISO_8859_1);
        }

        void write(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        }

        /** Answers every request without a body. */
        void serve(String response) throws IOException {
            while (readHead() != null) {
                write(response);
            }
        }

        /** Has the close be a reset. */
        void resetOnClose() throws IOException {
            socket.setSoLinger(true, 0);
        }
    }

    final AtomicInteger accepted = new AtomicInteger();
    final AtomicInteger open = new AtomicInteger();
    final AtomicInteger mostOpen = new AtomicInteger();
    private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
    private final ServerSocket listener;
    private final Script script;
    private final Thread acceptor;

    ScriptedUpstream(int port, Script script) throws IOException {
        this.script = script;
        listener = new ServerSocket();
        listener.setReuseAddress(true);
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 100);
        acceptor = start(this::accept);
    }

    ScriptedUpstream(Script script) throws IOException {
        this(0, script);
    }

    InetSocketAddress address() {
        return (InetSocketAddress) listener.getLocalSocketAddress();
    }

    private static Thread start(Runnable task) {
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listener.accept();
                sockets.add(socket);
                mostOpen.accumulateAndGet(open.incrementAndGet(), Math::max);
                Connection connection = new Connection(socket, accepted.getAndIncrement());
                start(() -> talk(connection));
            }
        } catch (IOException e) {
            // Closed: so it is to end.
        }
    }

    private void talk(Connection connection) {
        try (connection.socket) {
            script.talk(connection);
        } catch (IOException e) {
            // The proxy has closed, or the test is over.
        } catch (Exception e) {
            throw new AssertionError(e);
        } finally {
            open.decrementAndGet();
        }
    }

    static String readHead(InputStream input) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        String text = "";
        while (!text.endsWith("\r\n\r\n")) {
            int b = input.read();
            if (b < 0) {
                return null;
            }
            head.write(b);
            text = b == '\n' ? head.toString(StandardCharsets.ISO_8859_1) : "";
        }
        return text;
    }

    /** Ends the listener and every connection, as the end of the process would. */
    @Override
    public void close() {
        try {
            listener.close();
            acceptor.join(); // the port is free only when it has left accept
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
