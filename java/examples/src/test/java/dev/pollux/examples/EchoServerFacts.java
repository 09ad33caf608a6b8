package dev.pollux.examples;

import dev.pollux.Backend;
import dev.pollux.binding.BindingRegistry;
import dev.pollux.examples.echo.CompletionEcho;
import dev.pollux.examples.server.PortThreads;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * The echo server on a completion port, as a program that tells what it holds: whoever loads it from outside compares
 * before and after (module wine does). It prints {@code ready PORT BINDING JDK}, answers each byte by a line of numbers, and
 * ends with its input.
 */
public final class EchoServerFacts {
    private static final int THREADS = 2;

    private EchoServerFacts() {}

    /** Runs until the input ends. */
    public static void main(String[] args) throws IOException {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0);
        ProcessHandles handles = new ProcessHandles();
        try (PortThreads server = CompletionEcho.startThreads(address, THREADS, Backend.IOCP)) {
            System.out.println("ready " + server.address().getPort() + " " + BindingRegistry.chosen() + " "
                    + System.getProperty("java.version"));
            // Without a buffer: System.in asks how much is available, which Wine can't tell of a pipe.
            InputStream questions = new FileInputStream(FileDescriptor.in);
            while (questions.read() >= 0) {
                System.gc(); // what nobody holds any longer is not held
                System.out.println(handles.count() + " " + server.pendingOperations() + " " + nativeBytes());
            }
        }
    }

    /** Of direct buffers, which the operations' blocks are, too. */
    private static long nativeBytes() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
    }
}
