package dev.pollux.linux;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the kernel says of this process's descriptors. Two moments are compared by what is open, never by how many: earlier
 * tests' garbage is closed by the collector whenever it likes, and would hide as many or look like a close too many.
 */
public final class OpenDescriptors {
    private OpenDescriptors() {}

    /**
     * {@return the sockets, epoll instances, eventfds, timerfds, rings and pipes that are open, each by its number and the
     * kernel's name: what the JVM itself opens meanwhile is files. None on other systems: a Windows JVM under Wine sees numbers there
     * without names}
     */
    public static Set<String> all() throws IOException {
        return matching(target -> target.toLowerCase(Locale.ROOT).contains(":["));
    }

    /** {@return how many files of a folder are open} */
    public static int of(Path folder) throws IOException {
        String prefix = folder.toRealPath() + "/";
        return matching(target -> target.startsWith(prefix)).size();
    }

    private static Set<String> matching(Predicate<String> wanted) throws IOException {
        Set<String> open = new TreeSet<>();
        if (!System.getProperty("os.name").equals("Linux")) { // not JUnit's word: children have no JUnit
            return open;
        }
        try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path one : all) {
                try {
                    String target = Files.readSymbolicLink(one).toString();
                    if (wanted.test(target)) {
                        open.add(one.getFileName() + " " + target);
                    }
                } catch (NoSuchFileException e) {
                    // closed since the directory was read
                    continue;
                }
            }
        }
        return open;
    }

    /** {@return those that are open now and were not then} */
    public static Set<String> addedTo(Set<String> before) throws IOException {
        Set<String> added = all();
        added.removeAll(before);
        return added;
    }

    static String target(int fd) throws IOException {
        return Files.readSymbolicLink(Path.of("/proc/self/fd/" + fd)).toString();
    }

    static boolean isOpen(int fd) {
        return Files.isSymbolicLink(Path.of("/proc/self/fd/" + fd));
    }

    /** {@return a descriptor's open flags, as fdinfo has them: O_CLOEXEC among them} */
    public static int flags(int fd) throws IOException {
        Matcher matcher =
                Pattern.compile("flags:\\s+([0-7]+)").matcher(Files.readString(Path.of("/proc/self/fdinfo/" + fd)));
        if (!matcher.find()) {
            throw new IOException("no flags in fdinfo of " + fd);
        }
        return Integer.parseInt(matcher.group(1), 8);
    }
}
