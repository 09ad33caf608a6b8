package dev.pollux.examples.cookbook;

import dev.pollux.linux.LinuxFile;
import dev.pollux.readiness.Interest;
import dev.pollux.readiness.Readiness;
import dev.pollux.readiness.ReadinessDispatcher;
import dev.pollux.readiness.Registration;
import dev.pollux.readiness.TriggerMode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/** Talks to a device on a serial line: what it says goes to the standard output, and the standard input goes to it. */
public final class SerialLine {
    private static final int MAX_WAITING = 1000; // lines: a device without power takes none

    private final ReadinessDispatcher loop;
    private final LinuxFile line;
    private final Registration registration;
    private final ByteBuffer input = ByteBuffer.allocateDirect(4096);
    private final Deque<ByteBuffer> waiting = new ArrayDeque<>(); // used on the loop's thread only

    private SerialLine(ReadinessDispatcher loop, LinuxFile line) throws IOException {
        this.loop = loop;
        this.line = line;
        registration = loop.register(line, Interest.READ, TriggerMode.LEVEL, this::ready);
    }

    private void ready(Registration same, Readiness readiness) {
        try {
            if (readiness.isReadable()) {
                long count = line.receive(input.clear());
                System.out.print(StandardCharsets.US_ASCII.decode(input.flip()));
                if (count < 0) {
                    end("the line hung up");
                    return;
                }
            }
            if (readiness.isWritable()) {
                write();
            }
        } catch (IOException e) { // EIO: it was unplugged
            end(e.getMessage());
        }
    }

    private void say(String text) {
        if (waiting.size() == MAX_WAITING) {
            System.out.println("the device takes nothing: dropped " + text);
            return;
        }
        waiting.add(ByteBuffer.wrap((text + "\r\n").getBytes(StandardCharsets.US_ASCII)));
        if (registration.isOpen()) {
            registration.modify(Interest.READ_WRITE);
        }
    }

    /** A line is slow: at 115200 baud it takes eleven bytes a millisecond. What it does not take yet is kept. */
    private void write() throws IOException {
        while (!waiting.isEmpty()) {
            line.send(waiting.peek());
            if (waiting.peek().hasRemaining()) {
                return; // it is told when there is room
            }
            waiting.remove();
        }
        registration.modify(Interest.READ);
    }

    private void end(String why) {
        System.out.println("ended: " + why);
        line.close();
        loop.stop();
    }

    /** Arguments: the device, such as /dev/ttyUSB0, and its speed, such as 115200. */
    public static void main(String[] args) throws IOException, InterruptedException {
        Process stty = new ProcessBuilder("stty", "-F", args[0], args[1], "raw", "-echo")
                .inheritIO()
                .start();
        if (stty.waitFor() != 0) {
            throw new IOException("stty can't set " + args[0]);
        }
        try (ReadinessDispatcher loop = ReadinessDispatcher.open();
                LinuxFile line = LinuxFile.open(Path.of(args[0]), LinuxFile.READ_WRITE | LinuxFile.NO_TERMINAL, 0)) {
            SerialLine serial = new SerialLine(loop, line);
            Thread reader = new Thread(() -> new BufferedReader(new InputStreamReader(System.in))
                    .lines()
                    .forEach(text -> loop.execute(() -> serial.say(text))));
            reader.setDaemon(true);
            reader.start();
            System.out.println("connected to " + args[0]);
            loop.run();
        }
    }
}
