package dev.pollux.benchmarks.windows;

import dev.pollux.benchmarks.Contestants;
import java.io.IOException;

/** What is compared: an echo server each, written as one would for that API. */
enum EchoLayer {
    /** A completion port, one dispatcher thread, by the ffm binding. */
    IOCP_FFM(Contestants.POLLUX_IOCP_FFM, "ffm"),
    /** The same, by the jni binding. */
    IOCP_JNI(Contestants.POLLUX_IOCP_JNI, "jni"),
    /** The same, by the jnr binding. */
    IOCP_JNR(Contestants.POLLUX_IOCP_JNR, "jnr"),
    /** Four threads at one port, of which two run at once. */
    IOCP_FFM_FOUR_THREADS(Contestants.POLLUX_IOCP_FOUR_THREADS, "ffm"),
    /** The JDK's AsynchronousSocketChannel, in a group of one thread. */
    JDK_ASYNCHRONOUS(Contestants.JDK_ASYNCHRONOUS, ""),
    /** The JDK's Selector. */
    JDK_SELECTOR(Contestants.JDK_CONSUMER, "");

    final String contestant;
    final String binding;

    EchoLayer(String contestant, String binding) {
        this.contestant = contestant;
        this.binding = binding;
    }

    /** {@return whether packets through a port are to be measured there: once by each binding} */
    boolean hasPackets() {
        return !binding.isEmpty() && this != IOCP_FFM_FOUR_THREADS;
    }

    /** @throws UnsupportedOperationException if there is none of this layer here */
    EchoServer start() throws IOException {
        switch (this) {
            case JDK_ASYNCHRONOUS:
                return new AsynchronousEcho();
            case JDK_SELECTOR:
                return new SelectorEcho();
            case IOCP_FFM_FOUR_THREADS:
                return PortEcho.fourThreads();
            default:
                return PortEcho.oneDispatcher();
        }
    }
}
