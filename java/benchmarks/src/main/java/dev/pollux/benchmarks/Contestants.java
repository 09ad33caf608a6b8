package dev.pollux.benchmarks;

/** The names of those who are compared, as the report prints them. */
public final class Contestants {
    /** The floor: the same loop in C. */
    public static final String C = "C";

    /** The same program without a second thread, which spares it work that no JVM can be spared. */
    public static final String C_ONE_THREAD = "C, one thread";

    /** The same program as {@link #C}, by the name that it has where it stands beside the other one in C. */
    public static final String C_EPOLL = "C epoll";

    /** What it does, by io_uring. */
    public static final String C_IO_URING = "C io_uring";

    public static final String POLLUX_FFM = "Pollux ffm";
    public static final String POLLUX_JNI = "Pollux jni";
    public static final String POLLUX_JNR = "Pollux jnr";
    public static final String POLLUX_NIO = "Pollux nio";

    /** A readiness port on epoll, where it stands beside completion ports. */
    public static final String POLLUX_EPOLL = "Pollux epoll";

    /** A completion port on io_uring. */
    public static final String POLLUX_IO_URING = "Pollux io_uring";

    /** The same by reads and writes that are submitted one by one, where the other has streams and lent buffers. */
    public static final String POLLUX_IO_URING_OPERATIONS = "Pollux io_uring, operations";

    /** A completion port over epoll. */
    public static final String POLLUX_EMULATED = "Pollux emulated";

    /** On Windows: a completion port, one dispatcher thread. */
    public static final String POLLUX_IOCP_FFM = "Pollux iocp ffm";

    public static final String POLLUX_IOCP_JNI = "Pollux iocp jni";
    public static final String POLLUX_IOCP_JNR = "Pollux iocp jnr";

    /** Four threads at one port, of which two run at once. */
    public static final String POLLUX_IOCP_FOUR_THREADS = "Pollux iocp ffm, four threads";

    /** A loop over the selected-key set. */
    public static final String JDK_SELECT = "JDK select()";

    /** A loop by {@code select(Consumer)}. */
    public static final String JDK_CONSUMER = "JDK select(Consumer)";

    public static final String JDK_ASYNCHRONOUS = "JDK AsynchronousSocketChannel";

    public static final String NETTY_NIO = "Netty NIO";
    public static final String NETTY_EPOLL = "Netty epoll";
    public static final String NETTY_IO_URING = "Netty io_uring";

    /** A server of Netty's on Pollux's channels, on epoll. */
    public static final String NETTY_ON_POLLUX_EPOLL = "Netty on Pollux epoll";

    /** The same on a completion port on io_uring. */
    public static final String NETTY_ON_POLLUX_IO_URING = "Netty on Pollux io_uring";

    /** The same on a completion port over epoll. */
    public static final String NETTY_ON_POLLUX_EMULATED = "Netty on Pollux emulated";

    public static final String AGRONA = "Agrona";

    /** In the examples' demo, whatever binding it runs on. */
    public static final String DEMO_POLLUX = "Pollux";

    /** The demo's baseline. */
    public static final String DEMO_SELECTOR = "Selector";

    /** The binding that a program gets if it does not choose: names tell only the others. */
    public static final String DEFAULT_BINDING = "ffm";

    private Contestants() {}

    /** {@return the name of a contestant that runs on a binding} */
    public static String by(String contestant, String binding) {
        return binding.equals(DEFAULT_BINDING) ? contestant : contestant + " " + binding;
    }
}
