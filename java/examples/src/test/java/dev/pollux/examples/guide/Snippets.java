package dev.pollux.examples.guide;

import dev.pollux.DispatcherCounters;
import dev.pollux.DispatcherListener;
import dev.pollux.LoopTimer;
import dev.pollux.WaitStrategy;
import dev.pollux.completion.CompletionDispatcher;
import dev.pollux.completion.CompletionFile;
import dev.pollux.completion.CompletionListener;
import dev.pollux.completion.CompletionPort;
import dev.pollux.completion.CompletionSocket;
import dev.pollux.completion.FileReadOperation;
import dev.pollux.completion.FileSyncOperation;
import dev.pollux.completion.FileWriteOperation;
import dev.pollux.completion.ReadOperation;
import dev.pollux.completion.WriteOperation;
import dev.pollux.linux.TimerFd;
import dev.pollux.management.DispatcherManagement;
import dev.pollux.readiness.DispatcherGroup;
import dev.pollux.readiness.GroupListener;
import dev.pollux.readiness.Interest;
import dev.pollux.readiness.ReadinessDispatcher;
import dev.pollux.readiness.ReadinessPort;
import dev.pollux.readiness.Registration;
import dev.pollux.readiness.Spread;
import dev.pollux.readiness.StreamListener;
import dev.pollux.readiness.StreamSocket;
import dev.pollux.readiness.TriggerMode;
import dev.pollux.readiness.UdpSocket;
import dev.pollux.readiness.WriteQueue;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Queue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** The guide's snippets. GuideTest compares them with the guide, and runs each. */
final class Snippets {
    private Snippets() {}

    static CompletionListener completion(CompletionDispatcher loop, InetSocketAddress address) throws IOException {
        // guide: completion
        return loop.listen(address, socket -> {
            ByteBuffer buffer = ByteBuffer.allocateDirect(16 * 1024); // the system's while an operation is pending
            ReadOperation read = socket.read(buffer);
            WriteOperation write = socket.write(buffer, (operation, count) -> {
                buffer.clear();
                read.submit();
            });
            read.onCompletion((operation, count) -> {
                if (count < 0) {
                    socket.close();
                } else {
                    buffer.flip();
                    write.submit(); // to the last byte
                }
            });
            read.submit();
        });
        // end
    }

    static CompletionListener streams(CompletionDispatcher loop, InetSocketAddress address, LongAdder received)
            throws IOException {
        // guide: streams
        return loop.listen(address, socket -> {
            socket.writeTimeoutNanos(TimeUnit.SECONDS.toNanos(10)); // for a peer that never reads
            socket.readStream((stream, buffer) -> {
                        received.add(buffer.receivedLength());
                        socket.writeAndGiveBack(buffer);
                    })
                    .window(4)
                    .timeoutNanos(TimeUnit.MINUTES.toNanos(5)) // for a peer that says nothing
                    .onEnd(stream -> socket.closeWhenWritten())
                    .submit();
        });
        // end
    }

    static FileWriteOperation log(CompletionPort port, Path path, ByteBuffer record, Runnable answer)
            throws IOException {
        // guide: log
        CompletionFile log = port.openFile(path, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
        FileSyncOperation sync = log.syncData((operation, none) -> answer.run()); // it is on the disk
        FileWriteOperation append = log.write(record, (operation, bytes) -> {
            operation.position(operation.position() + bytes); // of the next record
            sync.submit();
        });
        return append.position(log.size()); // its submit begins a record, once the one before is answered
        // end
    }

    static void fileToSocket(CompletionFile file, CompletionSocket socket) {
        // guide: file-to-socket
        ByteBuffer buffer = ByteBuffer.allocateDirect(64 * 1024);
        FileReadOperation read = file.read(buffer);
        WriteOperation write = socket.write(buffer, (operation, bytes) -> {
            buffer.clear();
            read.position(read.position() + bytes).submit();
        });
        read.onCompletion((operation, bytes) -> {
            if (bytes < 0) { // the file's end
                socket.close();
            } else {
                buffer.flip();
                write.submit();
            }
        });
        read.submit();
        // end
    }

    static void foreignLoop(ReadinessPort port, BooleanSupplier playing, LongSupplier nanosToNextFrame, Runnable frame)
            throws IOException {
        // guide: foreign-loop
        while (playing.getAsBoolean()) {
            int ready = port.await(nanosToNextFrame.getAsLong()); // it waits, and calls nothing
            if (ready > 0) {
                port.deliver(); // the callbacks, on this thread
            }
            frame.run();
        }
        // end
    }

    static void handOver(ReadinessPort port, Queue<Runnable> tasks, Runnable task) {
        // guide: hand-over
        tasks.add(task); // the loop's own queue, for threads
        port.wakeup(); // a system call only if the loop waits
        // end
    }

    static void fromAnotherThread(ReadinessDispatcher loop, WriteQueue queue, ByteBuffer message) {
        // guide: threads
        loop.execute(() -> {
            if (!queue.offer(message)) {
                queue.registration().source().close();
            }
        });
        // end
    }

    static GroupListener group(DispatcherGroup loops, InetSocketAddress address) throws IOException {
        // guide: group
        GroupListener listener = loops.listen(address, Spread.AUTO, loop -> {
            ByteBuffer buffer = ByteBuffer.allocateDirect(16 * 1024); // one a loop
            return socket -> loop.register(socket, Interest.READ, (registration, readiness) -> {
                if (socket.read(buffer.clear()) < 0) {
                    socket.close();
                } else {
                    socket.write(buffer.flip());
                }
            });
        });
        loops.start();
        // end
        return listener;
    }

    static Registration move(Registration registration, ReadinessDispatcher loop, ReadinessDispatcher quiet)
            throws IOException {
        // guide: move
        if (loop.sourceCount() > 2 * quiet.sourceCount()) {
            return loop.move(registration, quiet); // the last that this callback does
        }
        // end
        return registration;
    }

    static void byHand(ReadinessDispatcher loop, BooleanSupplier playing, Runnable frame) throws IOException {
        // guide: by-hand
        while (playing.getAsBoolean()) {
            loop.runOnce(0); // what is ready, handed over or due; it does not wait
            frame.run();
        }
        // end
    }

    static ReadinessDispatcher waiting() throws IOException {
        // guide: waiting
        return ReadinessDispatcher.builder()
                .waitStrategy(WaitStrategy.adaptive(TimeUnit.MICROSECONDS.toNanos(50)))
                .open();
        // end
    }

    static ScheduledFuture<?> scheduled(ReadinessDispatcher loop, Runnable report) {
        // guide: scheduled
        ScheduledExecutorService scheduler = loop.asScheduledExecutor();
        return scheduler.scheduleAtFixedRate(report, 1, 1, TimeUnit.SECONDS); // runs on the loop's thread
        // end
    }

    static Registration edge(ReadinessDispatcher loop, StreamSocket socket, ByteBuffer buffer, WriteQueue[] queue)
            throws IOException {
        // guide: edge
        return loop.register(socket, Interest.READ, TriggerMode.EDGE, (registration, readiness) -> {
            int count;
            while ((count = socket.read(buffer.clear())) > 0) { // until it would block: there is no second event
                queue[0].write(buffer.flip());
            }
            if (count < 0) {
                socket.close();
            }
        });
        // end
    }

    static StreamListener buffers(ReadinessDispatcher loop, InetSocketAddress address, StreamSocket[] accepted)
            throws IOException {
        // guide: buffers
        StreamListener listener = loop.openListener();
        listener.setOption(StandardSocketOptions.SO_RCVBUF, 64 * 1024); // accepted sockets inherit it
        listener.bind(address, StreamListener.MAX_BACKLOG);
        loop.listen(listener, socket -> {
            socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
            socket.setOption(StandardSocketOptions.SO_SNDBUF, 64 * 1024);
            accepted[0] = socket;
        });
        // end
        return listener;
    }

    static WriteQueue backPressure(Registration source, Registration target) {
        // guide: back-pressure
        return WriteQueue.builder(target)
                .waterMarks(16 * 1024, 64 * 1024)
                .limit(1024 * 1024)
                .listener(new WriteQueue.Listener() {
                    @Override
                    public void onHighWater(WriteQueue queue) {
                        source.modify(Interest.NONE); // TCP's window tells the sender
                    }

                    @Override
                    public void onLowWater(WriteQueue queue) {
                        source.modify(Interest.READ);
                    }
                })
                .open();
        // end
    }

    static void held(WriteQueue queue, ByteBuffer page, java.util.Deque<ByteBuffer> pool) throws IOException {
        // guide: held
        queue.write(page, buffer -> pool.push(buffer.clear())); // not copied; the pool's again when it has gone
        // end
    }

    static long datagrams(ReadinessDispatcher loop, InetSocketAddress address, UdpSocket[] opened, long[] received)
            throws IOException {
        // guide: udp
        UdpSocket socket = loop.openUdpSocket();
        socket.setOption(StandardSocketOptions.SO_RCVBUF, 1024 * 1024);
        socket.bind(address);
        ByteBuffer buffer = ByteBuffer.allocateDirect(2048);
        loop.register(socket, Interest.READ, (registration, readiness) -> {
            while (socket.receive(buffer.clear())) {
                received[0]++;
            }
        });
        // end
        opened[0] = socket;
        return received[0];
    }

    static LoopTimer idle(ReadinessDispatcher loop, StreamSocket socket, ByteBuffer buffer) throws IOException {
        // guide: timeout
        LoopTimer idle = loop.timer(socket::close);
        idle.schedule(TimeUnit.SECONDS.toNanos(60));
        loop.register(socket, Interest.READ, (registration, readiness) -> {
            idle.schedule(TimeUnit.SECONDS.toNanos(60)); // the same object again: no garbage
            if (socket.read(buffer.clear()) < 0) {
                idle.cancel();
                socket.close();
            }
        });
        // end
        return idle;
    }

    static TimerFd throughSuspension(ReadinessDispatcher loop, long delayNanos, Runnable renewLease)
            throws IOException {
        // guide: boottime
        TimerFd timer = TimerFd.create(TimerFd.Clock.BOOTTIME); // it runs on while the machine is suspended
        loop.register(timer, Interest.READ, TriggerMode.LEVEL, (registration, readiness) -> {
            timer.take();
            renewLease.run();
        });
        timer.arm(delayNanos, 0);
        // end
        return timer;
    }

    static void observe(ReadinessDispatcher loop, WriteQueue queue) {
        // guide: describe
        System.Logger log = System.getLogger("server");
        log.log(System.Logger.Level.INFO, loop.describe()); // backend, binding, and why
        log.log(System.Logger.Level.DEBUG, "{0} bytes wait in {1}", queue.pendingBytes(), queue);
        // end
    }

    static ReadinessDispatcher heard(LongAdder slow) throws IOException {
        // guide: listener
        return ReadinessDispatcher.builder()
                .timed(true)
                .slowCallbackNanos(TimeUnit.MILLISECONDS.toNanos(5))
                .listener(new DispatcherListener() {
                    @Override
                    public void onSlowCallback(Object callback, Channel source, long nanos) {
                        slow.increment();
                    }
                })
                .open();
        // end
    }

    static void shown(ReadinessDispatcher loop) {
        // guide: management
        DispatcherManagement.register(loop); // dev.pollux:type=Dispatcher,name=…,id=1, until the loop is closed
        // end
    }

    static double busy(ReadinessDispatcher loop) {
        // guide: counters
        DispatcherCounters counters = loop.counters();
        return counters.busyNanos() / (double) (counters.busyNanos() + counters.idleNanos());
        // end
    }
}
