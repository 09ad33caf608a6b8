package dev.pollux.dispatcher;

import dev.pollux.Await;
import dev.pollux.Backend;
import dev.pollux.internal.loop.FirstFailure;
import dev.pollux.linux.OpenDescriptors;
import dev.pollux.readiness.DispatcherGroup;
import dev.pollux.readiness.Interest;
import dev.pollux.readiness.ReadinessDispatcher;
import dev.pollux.readiness.StreamListener;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/** A loop, and a group of loops, in a JVM that may not start one more thread: from the very beginning. */
final class NoThreads {
    private NoThreads() {}

    /**
     * Tells what works.
     *
     * @param arguments the backend
     * @throws Exception if it fails
     */
    public static void main(String[] arguments) throws Exception {
        Backend backend = Backend.valueOf(arguments[0]);
        try (ReadinessDispatcher first =
                ReadinessDispatcher.builder().backend(backend).open()) { // what classes open stays open
            first.runOnce(0);
        }
        CountDownLatch end = new CountDownLatch(1);
        List<Thread> all = startAll(end);
        System.out.println("=a thread is refused after " + (all.size() > 10 ? "many" : "" + all.size()));
        serve(backend);
        Set<String> before = OpenDescriptors.all();
        startGroup(backend);
        System.out.println(
                "=descriptors left: " + OpenDescriptors.addedTo(before).size());
        end.countDown();
        for (Thread each : all) {
            each.join();
        }
        startGroup(backend);
    }

    private static List<Thread> startAll(CountDownLatch end) {
        List<Thread> all = new ArrayList<>();
        try {
            while (true) {
                Thread thread = new Thread(null, () -> await(end), "one of many", 64 * 1024);
                thread.setDaemon(true);
                thread.start();
                all.add(thread);
            }
        } catch (OutOfMemoryError e) {
            return all;
        }
    }

    private static void await(CountDownLatch end) {
        try {
            end.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void serve(Backend backend) throws Exception {
        int[] ran = new int[2];
        try (ReadinessDispatcher loop =
                ReadinessDispatcher.builder().backend(backend).open()) {
            StreamListener listener =
                    loop.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), socket -> {
                        loop.register(socket, Interest.READ, (registration, readiness) -> {
                            ByteBuffer buffer = ByteBuffer.allocate(1);
                            if (socket.read(buffer) > 0) {
                                socket.write(buffer.flip());
                            }
                        });
                    });
            loop.execute(() -> ran[0]++);
            loop.schedule(1, () -> ran[1]++);
            try (SocketChannel peer = SocketChannel.open(listener.localAddress())) {
                peer.write(ByteBuffer.wrap(new byte[] {42}));
                peer.configureBlocking(false);
                ByteBuffer answer = ByteBuffer.allocate(1);
                Await.until(
                        "all is done",
                        () -> (!answer.hasRemaining() || peer.read(answer) > 0) && ran[0] + ran[1] == 2,
                        () -> loop.runOnce(1_000_000));
                System.out.println("=served " + answer.get(0) + ", " + ran[0] + " task, " + ran[1] + " timer, ready for"
                        + " a failure: " + FirstFailure.isReady());
            }
        }
    }

    private static void startGroup(Backend backend) throws Exception {
        try (DispatcherGroup group = DispatcherGroup.builder(2)
                .settings(loop -> loop.backend(backend))
                .open()) {
            group.start();
            CountDownLatch ran = new CountDownLatch(1);
            group.next().execute(ran::countDown);
            ran.await();
            System.out.println("=a group runs");
        } catch (OutOfMemoryError e) {
            System.out.println("=no group: " + e.getMessage().replaceAll("[:,].*", ""));
        }
    }
}
