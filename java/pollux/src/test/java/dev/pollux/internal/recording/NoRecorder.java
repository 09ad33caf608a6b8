package dev.pollux.internal.recording;

import dev.pollux.Await;
import dev.pollux.OneEcho;
import dev.pollux.completion.CompletionDispatcher;
import dev.pollux.completion.CompletionListener;
import dev.pollux.completion.CompletionPort;
import dev.pollux.completion.LentBuffer;
import dev.pollux.linux.EventFd;
import dev.pollux.linux.LinuxFile;
import dev.pollux.readiness.Interest;
import dev.pollux.readiness.ReadinessDispatcher;
import dev.pollux.readiness.Registration;
import dev.pollux.readiness.TriggerMode;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** The program of {@link NoRecorderTest}: it knows no class of the modules that are missing. */
@SuppressWarnings("try") // what is closed by hand, too
final class NoRecorder {
    private NoRecorder() {}

    /**
     * Says what it has seen.
     *
     * @param arguments none
     * @throws Exception if it fails
     */
    public static void main(String[] arguments) throws Exception {
        for (String name : List.of("jdk.jfr.FlightRecorder", "java.lang.management.ManagementFactory")) {
            try {
                Class.forName(name);
                System.out.println("seen: " + name);
            } catch (ClassNotFoundException e) {
                // As it is to be.
            }
        }
        System.out.println("seen: no recorder");
        try (ReadinessDispatcher loop = ReadinessDispatcher.builder()
                .errorHandler((source, failure) -> System.out.println("seen: " + failure))
                .open()) {
            if (OneEcho.by(loop) == 42) {
                System.out.println("seen: an echo on " + loop.backend().name());
            }
            rebuild(loop);
        }
        exhaust();
        System.out.println("seen: the end");
    }

    private static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    private static void rebuild(ReadinessDispatcher loop) throws Exception {
        try (EventFd counter = EventFd.create();
                LinuxFile duplicate = LinuxFile.duplicate(counter.fd())) {
            counter.add(1);
            Registration registration =
                    loop.port().register(counter.fd(), Interest.READ, TriggerMode.LEVEL, (its, readiness) -> {});
            counter.close(); // too early
            registration.close();
            Await.until("it is made anew", () -> loop.counters().rebuilds() == 1, () -> loop.runOnce(1_000_000));
            System.out.println("seen: a set that was made anew" + (duplicate.isOpen() ? "" : ", but no duplicate"));
        }
    }

    private static void exhaust() throws Exception {
        List<LentBuffer> kept = new ArrayList<>();
        try (CompletionPort port = CompletionPort.builder()
                        .lentBuffers(1, 64)
                        .errorHandler((source, failure) -> System.out.println("seen: " + failure))
                        .open();
                CompletionDispatcher loop = CompletionDispatcher.over(port)) {
            CompletionListener listener =
                    loop.listen(loopback(), socket -> socket.readStream((stream, buffer) -> kept.add(buffer))
                            .window(1)
                            .submit());
            try (SocketChannel first = SocketChannel.open(listener.localAddress());
                    SocketChannel second = SocketChannel.open(listener.localAddress())) {
                first.write(ByteBuffer.allocate(1));
                second.write(ByteBuffer.allocate(1));
                Await.until(
                        "one has the buffer and one waits",
                        () -> kept.size() == 1 && loop.counters().bufferWaits() > 0,
                        () -> loop.runOnce(1_000_000));
                kept.get(0).giveBack();
                Await.until("it has got it", () -> kept.size() == 2, () -> loop.runOnce(1_000_000));
                kept.get(1).giveBack();
                System.out.println("seen: a pool that was exhausted");
            }
        }
    }
}
