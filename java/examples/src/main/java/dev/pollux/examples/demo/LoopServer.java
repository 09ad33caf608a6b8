package dev.pollux.examples.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The child's side of what the demo measures of a loop. Protocol: it prints {@code ready PORT DESCRIPTION}. Each line that it
 * reads is a request, answered by a line of numbers, or by {@code failed WHY}. The end of the input ends it, so it never outlives
 * its parent.
 */
public final class LoopServer {
    private final LoopUnderTest loop;

    private LoopServer(LoopUnderTest loop) {
        this.loop = loop;
    }

    /** Runs until the input ends. */
    public static void run(ServerUnderTest.Layer layer, InputStream input, PrintStream output)
            throws IOException, InterruptedException {
        try (LoopUnderTest loop = LoopUnderTest.start(layer)) {
            LoopServer server = new LoopServer(loop);
            output.println("ready " + loop.address().getPort() + " " + loop.description());
            output.flush();
            BufferedReader lines = new BufferedReader(new InputStreamReader(input, StandardCharsets.US_ASCII));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                output.println(server.reply(line.split(" ")));
                output.flush();
            }
        }
    }

    private String reply(String[] request) throws InterruptedException {
        try {
            return Arrays.stream(answer(request)).mapToObj(Long::toString).collect(Collectors.joining(" "));
        } catch (IOException | RuntimeException e) {
            return "failed " + e;
        }
    }

    private long[] answer(String[] request) throws IOException, InterruptedException {
        return switch (request[0]) {
            case "usage" -> new long[] {ProcessUsage.processorNanos(), ProcessUsage.allocatedBytes()};
            case "ticks" -> Ticks.measure(loop, number(request, 1));
            case "wakeups" -> Wakeups.measure(loop, request[1].equals("busy"), number(request, 2), number(request, 3));
            case "tasks" -> HandOver.measure(loop, number(request, 1), number(request, 2));
            case "replies" -> {
                loop.repliesWhenWritable = request[1].equals("when-writable");
                yield new long[0];
            }
            case "connections" -> new long[] {loop.connections};
            case "memory" -> KeptMemory.measure();
            default -> throw new IllegalArgumentException("no such request: " + request[0]);
        };
    }

    private static int number(String[] request, int index) {
        return Integer.parseInt(request[index]);
    }
}
