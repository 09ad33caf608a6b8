package dev.pollux.benchmarks.micro;

import dev.pollux.benchmarks.Contestants;
import dev.pollux.linux.Epoll;
import dev.pollux.linux.EpollEvents;
import java.io.IOException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** What a binding costs: a wait of the direct floor that returns at once, nothing registered. Less C's, the binding is left. */
public class CallBenchmark extends MicroBenchmark {
    /** Who. */
    @Param({Contestants.POLLUX_FFM, Contestants.POLLUX_JNI, Contestants.POLLUX_JNR})
    public String contestant;

    private Epoll epoll;
    private EpollEvents events;

    @Setup
    public void open() throws IOException {
        Pollux.take(contestant);
        epoll = Epoll.create();
        events = new EpollEvents(64);
    }

    @Benchmark
    public int await() throws IOException {
        return epoll.await(events, 0);
    }

    @TearDown
    public void close() {
        epoll.close();
    }
}
