package dev.pollux.linux;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the kernel says of this process's descriptors. */
public final class OpenDescriptors {
    private OpenDescriptors() {}

    /** {@return how many sockets, epoll instances, eventfds, timerfds and pipes are open: what the JVM itself opens meanwhile is files} */
    public static int count() throws IOException {
        int count = 0;
        try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path one : all) {
                try {
                    String target = Files.readSymbolicLink(one).toString().toLowerCase(Locale.ROOT);
                    count += target.contains(":[") ? 1 : 0;
                } catch (java.nio.file.NoSuchFileException e) {
                    // closed since the directory was read
                    continue;
                }
            }
        }
        return count;
    }

    static String target(int fd) throws IOException {
        return Files.readSymbolicLink(Path.of("/proc/self/fd/" + fd)).toString();
    }

    static boolean isOpen(int fd) {
        return Files.isSymbolicLink(Path.of("/proc/self/fd/" + fd));
    }

    /** {@return a descriptor's open flags, as fdinfo has them: O_CLOEXEC among them} */
    static int flags(int fd) throws IOException {
        Matcher matcher =
                Pattern.compile("flags:\\s+([0-7]+)").matcher(Files.readString(Path.of("/proc/self/fdinfo/" + fd)));
        if (!matcher.find()) {
            throw new IOException("no flags in fdinfo of " + fd);
        }
        return Integer.parseInt(matcher.group(1), 8);
    }
}
