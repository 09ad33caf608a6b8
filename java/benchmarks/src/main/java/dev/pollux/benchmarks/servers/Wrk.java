package dev.pollux.benchmarks.servers;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Loads HTTP servers by wrk, which measures in whole seconds. */
final class Wrk implements HttpLoad {
    private static final byte[] REQUEST =
            "GET /plaintext HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final String BODY = "\r\n\r\nHello, World!";

    private final Path script = Files.createTempFile("pollux", ".lua");

    /** What the script tells. */
    record Told(long messages, long micros, long errors, double p999Us) {
        /** Finds it after what wrk prints itself. */
        static Told parse(String output) throws IOException {
            String line = output.lines()
                    .filter(each -> each.startsWith("{"))
                    .findFirst()
                    .orElseThrow(() -> new IOException("wrk said: " + output));
            try {
                Told told = new Gson().fromJson(line, Told.class);
                if (told.messages <= 0 || told.micros <= 0 || told.errors != 0) {
                    throw new IOException("wrk has met errors, or nothing: " + line);
                }
                return told;
            } catch (JsonParseException e) {
                throw new IOException("wrk said: " + output, e);
            }
        }
    }

    Wrk() throws IOException {
        try (InputStream source = Wrk.class.getResourceAsStream("wrk.lua")) {
            Files.write(script, source.readAllBytes());
        }
    }

    /** wrk looks at the status only, so that a response is looked at here first. */
    @Override
    public void check(ServerChild server) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(server.ready.address()))) {
            socket.setSoTimeout(5000);
            socket.getOutputStream().write(REQUEST);
            StringBuilder response = new StringBuilder();
            byte[] bytes = new byte[1024];
            while (response.indexOf(BODY) < 0) {
                int count = socket.getInputStream().read(bytes);
                if (count < 0) {
                    throw new IOException(server.contestant.name() + " has answered: " + response);
                }
                response.append(new String(bytes, 0, count, StandardCharsets.US_ASCII));
            }
        }
    }

    /** Resident memory is not told, and of latencies one. */
    @Override
    public Client.Measured load(ServerChild server, Scene scene, int seconds) throws IOException, InterruptedException {
        long allocatedBefore = server.allocatedBytes();
        long before = Client.cpuNanos(server);
        Told told = Told.parse(Launcher.run(Launcher.pinned(
                Launcher.CLIENT_PROCESSOR,
                List.of(
                        "wrk",
                        "-t1",
                        "-c" + scene.connections(),
                        "-d" + seconds + "s",
                        "-s",
                        script.toString(),
                        "http://127.0.0.1:" + server.ready.address() + "/plaintext",
                        "--",
                        Integer.toString(scene.messageBytes())))));
        long used = Client.cpuNanos(server) - before;
        return new Client.Measured(
                new LoadResult(told.messages, told.micros / 1e6, 0, used, 0, 0, 0, 0, told.p999Us, 0),
                server.allocatedBytes() - allocatedBefore);
    }

    @Override
    public void close() throws IOException {
        Files.delete(script);
    }
}
