package dev.pollux.benchmarks.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Loads servers of HTTP/2 by h2load, without TLS. It writes down each request: what it prints has no percentiles. */
final class H2load implements HttpLoad {
    static final String PROGRAM = "h2load";

    private static final Pattern RATE = Pattern.compile("finished in [^,]+, ([0-9.]+) req/s");
    private static final Pattern REQUESTS = Pattern.compile(
            "requests: .* ([0-9]+) done, ([0-9]+) succeeded, ([0-9]+)" + " failed, ([0-9]+) errored, ([0-9]+) timeout");
    private static final Pattern DATA = Pattern.compile("data: [^(]*\\(([0-9]+)\\)|\\), [^(]*\\(([0-9]+)\\) data");
    private static final String BODY = "Hello, World!";

    private final Path requests = Files.createTempFile("pollux", ".h2load");

    H2load() throws IOException {}

    /** What it prints. */
    record Told(long messages, double seconds, long dataBytes) {
        static Told parse(String output) throws IOException {
            Matcher rate = RATE.matcher(output);
            Matcher requests = REQUESTS.matcher(output);
            Matcher data = DATA.matcher(output);
            if (!rate.find() || !requests.find() || !data.find()) {
                throw new IOException(PROGRAM + " said: " + output);
            }
            long succeeded = Long.parseLong(requests.group(2));
            for (int i = 3; i <= 5; i++) {
                if (succeeded == 0 || !requests.group(i).equals("0")) {
                    throw new IOException(PROGRAM + " has met errors, or nothing: " + requests.group());
                }
            }
            return new Told(succeeded, succeeded / Double.parseDouble(rate.group(1)), Long.parseLong(data.group(2)));
        }
    }

    @Override
    public void check(ServerChild server) throws IOException, InterruptedException {
        Told told = Told.parse(Launcher.run(List.of(PROGRAM, "-n1", "-c1", url(server))));
        if (told.dataBytes() != BODY.length()) {
            throw new IOException(server.contestant.name() + " has answered with " + told.dataBytes() + " bytes");
        }
    }

    @Override
    public Client.Measured load(ServerChild server, Scene scene, int seconds) throws IOException, InterruptedException {
        Files.writeString(requests, "");
        long allocatedBefore = server.allocatedBytes();
        long before = Client.cpuNanos(server);
        Told told = Told.parse(Launcher.run(Launcher.pinned(
                Launcher.CLIENT_PROCESSOR,
                List.of(
                        PROGRAM,
                        "-t1",
                        "-c" + scene.connections(),
                        "-m" + scene.messageBytes(),
                        "-D" + seconds,
                        "--log-file=" + requests,
                        url(server)))));
        long used = Client.cpuNanos(server) - before;
        long allocated = server.allocatedBytes() - allocatedBefore;
        double p999Us = percentile(Files.readString(requests), 0.999);
        return new Client.Measured(
                new LoadResult(told.messages(), told.seconds(), 0, used, 0, 0, 0, 0, p999Us, 0), allocated);
    }

    /** {@return a percentile of the third column, which has microseconds} */
    static double percentile(String requests, double share) throws IOException {
        long[] micros = requests.lines()
                .mapToLong(line -> Long.parseLong(line.substring(line.lastIndexOf('\t') + 1)))
                .sorted()
                .toArray();
        if (micros.length == 0) {
            throw new IOException(PROGRAM + " has written down no request");
        }
        return micros[(int) Math.min(micros.length - 1, (long) Math.ceil(share * micros.length) - 1)];
    }

    private static String url(ServerChild server) {
        return "http://127.0.0.1:" + server.ready.address() + "/plaintext";
    }

    @Override
    public void close() throws IOException {
        Files.delete(requests);
    }
}
