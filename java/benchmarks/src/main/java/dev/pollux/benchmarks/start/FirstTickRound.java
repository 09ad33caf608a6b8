package dev.pollux.benchmarks.start;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** One fresh server's process, and the clients that wait for it. */
final class FirstTickRound {
    private static final int CLIENTS = 100;
    private static final int BYTES = 64;

    private final Selector selector = Selector.open();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BYTES);
    private long firstReplyNanos;

    private FirstTickRound() throws IOException {}

    /**
     * What was measured, in milliseconds.
     *
     * @param listening from the process's start until it listens
     * @param firstReply from the loop's first turn until a client has its reply
     * @param firstTick how late the first tick was
     * @param latestTick how late the latest of all
     */
    record Result(double listening, double firstReply, double firstTick, double latestTick) {}

    static Result of(FirstTick.Contestant contestant) throws IOException, InterruptedException {
        return new FirstTickRound().run(contestant);
    }

    private Result run(FirstTick.Contestant contestant) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx512m", "--enable-native-access=ALL-UNNAMED"));
        command.addAll(contestant.flags());
        command.addAll(List.of("-cp", contestant.classPath(), FirstTickServer.class.getName(), contestant.argument()));
        long startNanos = System.nanoTime();
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader lines = process.inputReader()) {
            int port = Integer.parseInt(said(lines, "ready")[0]);
            long listeningNanos = System.nanoTime() - startNanos;
            for (int i = 0; i < CLIENTS; i++) {
                connect(port);
            }
            long turnNanos = System.nanoTime();
            process.getOutputStream().write('\n');
            process.getOutputStream().flush();
            talk(process, lines);
            String[] late = said(lines, "late");
            return new Result(
                    listeningNanos / 1e6,
                    (firstReplyNanos - turnNanos) / 1e6,
                    Long.parseLong(late[0]) / 1e6,
                    Long.parseLong(late[1]) / 1e6);
        } finally {
            process.destroyForcibly().waitFor();
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
            selector.close();
        }
    }

    private static String[] said(BufferedReader lines, String word) throws IOException {
        String line = lines.readLine();
        if (line == null || !line.startsWith(word + " ")) {
            throw new IOException("the server said " + line + ", not " + word);
        }
        return line.substring(word.length() + 1).split(" ");
    }

    /** Its first message waits in the kernel, as the connection does. */
    private void connect(int port) throws IOException {
        SocketChannel channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ);
        send(channel);
    }

    private void send(SocketChannel channel) throws IOException {
        channel.write(buffer.clear());
    }

    /** Until the server has told how it went. */
    private void talk(Process process, BufferedReader lines) throws IOException {
        while (!lines.ready() && process.isAlive()) {
            selector.select(
                    key -> {
                        try {
                            answer((SocketChannel) key.channel());
                        } catch (IOException e) {
                            key.cancel(); // the server ends while we talk
                        }
                    },
                    1);
        }
    }

    private void answer(SocketChannel channel) throws IOException {
        if (firstReplyNanos == 0) {
            firstReplyNanos = System.nanoTime();
        }
        int count = channel.read(buffer.clear());
        if (count < 0) {
            channel.close();
        } else {
            send(channel);
        }
    }
}
