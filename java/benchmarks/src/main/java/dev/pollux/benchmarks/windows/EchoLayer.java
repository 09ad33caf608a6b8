package dev.pollux.benchmarks.windows;

import java.io.IOException;
import java.util.Locale;

/** What is compared: an echo server each, written as one would for that API. */
enum EchoLayer {
    /** A completion port, one dispatcher thread, by the ffm binding. */
    IOCP_FFM("ffm"),
    /** The same, by the jni binding. */
    IOCP_JNI("jni"),
    /** The same, by the jnr binding. */
    IOCP_JNR("jnr"),
    /** Four threads at one port, of which two run at once. */
    IOCP_FFM_FOUR_THREADS("ffm"),
    /** The JDK's AsynchronousSocketChannel, in a group of one thread. */
    JDK_ASYNCHRONOUS(""),
    /** The JDK's Selector. */
    JDK_SELECTOR("");

    final String binding;

    EchoLayer(String binding) {
        this.binding = binding;
    }

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

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
