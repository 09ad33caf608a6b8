package dev.consumer;

import dev.pollux.Diagnostics;
import dev.pollux.Dispatcher;
import dev.pollux.Finding;
import dev.pollux.completion.CompletionDispatcher;
import dev.pollux.readiness.Interest;
import dev.pollux.readiness.ReadinessDispatcher;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What every consumer runs: an echo server in each style, asked once by a plain socket, and what Pollux says of itself. It fails if an
 * argument is not a part of what was said: {@code binding ffm taken}, for instance.
 */
public final class Echo {
    private Echo() {}

    public static void main(String[] arguments) throws Exception {
        StringBuilder said = new StringBuilder("pollux " + Diagnostics.version() + "\n");
        readiness(said);
        completion(said);
        for (Finding binding : Diagnostics.bindings()) {
            said.append("binding ").append(binding.name()).append(binding.chosen() ? " taken: " : ": ");
            said.append(binding.reason().replace('\n', ' ')).append('\n');
        }
        System.out.print(said);
        for (String argument : arguments) {
            if (said.indexOf(argument) < 0) {
                System.out.println("NOT SAID: " + argument);
                System.exit(1);
            }
        }
        System.out.println("as it should be: " + String.join(", ", arguments));
    }

    private static void readiness(StringBuilder said) throws Exception {
        try (ReadinessDispatcher loop = ReadinessDispatcher.open()) {
            said.append("readiness ").append(loop.describe()).append('\n');
            ByteBuffer buffer = ByteBuffer.allocateDirect(1024);
            var listener = loop.listen(loopback(), socket -> loop.register(socket, Interest.READ, (registration, readiness) -> {
                if (socket.read(buffer.clear()) < 0) {
                    socket.close();
                    loop.stop();
                } else {
                    socket.write(buffer.flip());
                }
            }));
            said.append(ask(listener.localAddress(), loop)).append('\n');
        }
    }

    private static void completion(StringBuilder said) throws Exception {
        try (CompletionDispatcher loop = CompletionDispatcher.open()) {
            said.append("completion ").append(loop.describe()).append('\n');
            var listener = loop.listen(loopback(), socket -> socket.readStream((stream, lent) -> socket.writeAndGiveBack(lent))
                    .onEnd(stream -> {
                        socket.closeWhenWritten();
                        loop.stop();
                    })
                    .submit());
            said.append(ask(listener.localAddress(), loop)).append('\n');
        }
    }

    private static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    /** A client on a thread of its own, while the loop runs on this one. The server stops the loop when the client has gone. */
    private static String ask(SocketAddress server, Dispatcher loop) throws Exception {
        String[] answer = {"no answer"};
        Thread client = new Thread(() -> {
            try (Socket socket = new Socket()) {
                socket.connect(server);
                socket.setSoTimeout(10_000);
                socket.getOutputStream().write("hello".getBytes(StandardCharsets.US_ASCII));
                answer[0] = "echoed " + new String(socket.getInputStream().readNBytes(5), StandardCharsets.US_ASCII);
            } catch (IOException e) {
                answer[0] = e.toString();
                loop.stop();
            }
        });
        client.start();
        loop.run();
        client.join();
        if (!answer[0].equals("echoed hello")) {
            throw new IllegalStateException(answer[0]);
        }
        return answer[0];
    }
}
