package dev.pollux.examples;

import dev.pollux.linux.Epoll;
import dev.pollux.linux.EpollEvents;
import dev.pollux.linux.EventFd;
import dev.pollux.linux.Family;
import dev.pollux.linux.IoUring;
import dev.pollux.linux.IoUringSetup;
import dev.pollux.linux.LinuxSocketOptions;
import dev.pollux.linux.LinuxStreamSocket;
import dev.pollux.system.BusyPoll;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.UnsupportedAddressTypeException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** What this kernel can do, found out by doing it: versions lie, since distributions take parts of later ones. */
final class KernelFacts {
    private static final String NOT_TRIED = "not tried: no binding can be used";
    private static final String WORKS = "works";

    private KernelFacts() {}

    /** One thing to try. */
    @FunctionalInterface
    private interface Attempt {
        String tell() throws IOException;
    }

    /**
     * {@return each feature by its name, in order}
     *
     * @param isCallable whether there is a binding to call the kernel by
     */
    static Map<String, String> all(boolean isCallable) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("epoll_pwait2", tried(isCallable, KernelFacts::preciseWait));
        all.put("EPOLLEXCLUSIVE", tried(isCallable, KernelFacts::exclusive));
        all.put("busy poll", tried(isCallable, KernelFacts::busyPollOfEpoll));
        all.put("busy sockets", tried(isCallable, KernelFacts::busyPollOfSockets));
        all.put("IPv6", tried(true, KernelFacts::inet6));
        String setting = uring(Path.of("/proc/sys/kernel/io_uring_disabled"));
        all.put("io_uring", tried(isCallable, KernelFacts::ring) + "; " + setting);
        return all;
    }

    private static String tried(boolean isCallable, Attempt attempt) {
        if (!isCallable) {
            return NOT_TRIED;
        }
        try {
            return attempt.tell();
        } catch (IOException | RuntimeException e) {
            return "refused: " + OneLine.of(String.valueOf(e.getMessage()));
        }
    }

    private static String preciseWait() throws IOException {
        try (Epoll epoll = Epoll.create()) {
            epoll.await(new EpollEvents(1), 1);
            String method = epoll.waitMethod();
            return method.equals("epoll_pwait2") ? WORKS + ": waits in nanoseconds" : "not used: waits by " + method;
        }
    }

    private static String exclusive() throws IOException {
        try (Epoll epoll = Epoll.create();
                EventFd source = EventFd.create()) {
            epoll.add(source, Epoll.IN | Epoll.EXCLUSIVE, 0);
            return WORKS + ": one of several loops is woken for a shared listener";
        }
    }

    private static String busyPollOfEpoll() throws IOException {
        try (Epoll epoll = Epoll.create()) {
            BusyPoll now = epoll.busyPoll();
            return "parameters of an epoll instance: " + WORKS + " (EPIOCGPARAMS), " + now.micros() + " us now";
        }
    }

    private static String busyPollOfSockets() throws IOException {
        try (LinuxStreamSocket socket = LinuxStreamSocket.open(Family.INET)) {
            boolean preferred = socket.getOption(LinuxSocketOptions.SO_PREFER_BUSY_POLL);
            socket.setOption(LinuxSocketOptions.SO_PREFER_BUSY_POLL, !preferred);
            return "SO_PREFER_BUSY_POLL: " + WORKS;
        }
    }

    /** By the JDK, since that is who refuses if it was told to do without. */
    private static String inet6() throws IOException {
        byte[] loopback = new byte[16];
        loopback[15] = 1;
        try (ServerSocketChannel channel = ServerSocketChannel.open()) {
            channel.bind(new InetSocketAddress(InetAddress.getByAddress(loopback), 0));
            return WORKS;
        } catch (UnsupportedAddressTypeException e) {
            return "off: the system has none, or java.net.preferIPv4Stack is set";
        }
    }

    private static String ring() throws IOException {
        int wishes = IoUringSetup.SINGLE_ISSUER | IoUringSetup.DEFER_TASKRUN;
        try (IoUring ring = new IoUringSetup(8).wish(wishes).open()) {
            return (ring.setupFlags() & wishes) == wishes
                    ? WORKS
                    : WORKS + ", without SINGLE_ISSUER and DEFER_TASKRUN, which came with Linux 6.1";
        }
    }

    /** What forbids it, or does not. */
    static String uring(Path sysctl) {
        String[] words = SystemFiles.words(sysctl);
        return words == null
                ? "there is no kernel.io_uring_disabled, which came with Linux 6.6"
                : "kernel.io_uring_disabled is " + words[0]
                        + switch (words[0]) {
                            case "0" -> ": allowed";
                            case "1" -> ": allowed with privilege";
                            default -> ": forbidden";
                        };
    }
}
