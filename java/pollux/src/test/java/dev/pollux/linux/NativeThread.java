package dev.pollux.linux;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A thread as the kernel sees it (proc(5)): found by its name, which must be unique and at most 15 bytes long. */
final class NativeThread {
    private final Path folder;

    private NativeThread(Path folder) {
        this.folder = folder;
    }

    static NativeThread find(String name) throws IOException {
        while (true) {
            try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
                for (Path one : all) {
                    if (read(one.resolve("comm")).trim().equals(name)) {
                        return new NativeThread(one);
                    }
                }
            }
            Task.spin(); // it has not begun yet
        }
    }

    /** {@return the calling thread} */
    static NativeThread current() throws IOException {
        return new NativeThread(Path.of("/proc/thread-self").toRealPath());
    }

    private static String read(Path file) throws IOException {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            return "";
        } catch (IOException e) {
            if (e.getMessage() != null && e.getMessage().contains("No such process")) {
                return "";
            }
            throw e;
        }
    }

    int id() {
        return Integer.parseInt(folder.getFileName().toString());
    }

    /** {@return how often it went to sleep of its own: each call that waits, and waits again after a signal, is one} */
    long timesAsleep() throws IOException {
        String times = status("voluntary_ctxt_switches");
        return times.isEmpty() ? -1 : Long.parseLong(times);
    }

    /** {@return what its status says under a name; nothing if the thread is gone} */
    String status(String name) throws IOException {
        for (String line : read(folder.resolve("status")).split("\n")) {
            if (line.startsWith(name + ":")) {
                return line.substring(name.length() + 1).trim();
            }
        }
        return "";
    }

    /** Waits until it sleeps in the kernel, in a wait of epoll or io_uring: what it waits for can then be made to happen. */
    void awaitAsleep() throws IOException {
        while (!read(folder.resolve("syscall")).startsWith("232 ")
                && !read(folder.resolve("syscall")).startsWith("441 ")
                && !read(folder.resolve("syscall")).startsWith("426 ")
                && !read(folder.resolve("syscall")).startsWith("22 ")
                && !read(folder.resolve("syscall")).startsWith("281 ")) {
            Task.spin();
        }
    }
}
