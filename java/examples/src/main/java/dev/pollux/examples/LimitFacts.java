package dev.pollux.examples;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** What bounds a server on Linux, as /proc tells it (proc(5), tcp(7), epoll(7)). */
final class LimitFacts {
    private static final String UNKNOWN = "unknown";
    private static final long UNLIMITED = Long.MAX_VALUE;

    private final Path proc;

    /** @param proc where the kernel tells of itself, /proc except in tests */
    LimitFacts(Path proc) {
        this.proc = proc;
    }

    /** {@return the most descriptors that this process may have, or {@link Long#MAX_VALUE} for no limit, -1 if unknown} */
    long descriptors() {
        String[] words = descriptorWords();
        return words == null ? -1 : words[3].equals("unlimited") ? UNLIMITED : Long.parseLong(words[3]);
    }

    /** {@return the longest backlog, or -1 if unknown} */
    long backlog() {
        String[] words = sysctl("net/core/somaxconn");
        return words == null ? -1 : Long.parseLong(words[0]);
    }

    /** {@return each limit by its name, in order} */
    Map<String, String> all() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("descriptors", describeDescriptors());
        all.put("backlog", one("net/core/somaxconn", "connections that wait for accept: net.core.somaxconn"));
        all.put("receive buffer", buffer("SO_RCVBUF", "rmem"));
        all.put("send buffer", buffer("SO_SNDBUF", "wmem"));
        all.put("TCP's memory", tcpMemory());
        all.put("epoll", one("fs/epoll/max_user_watches", "registrations a user: fs.epoll.max_user_watches"));
        all.put("client ports", clientPorts());
        return all;
    }

    /** "Max open files", the soft limit, the hard one, "files". */
    private String[] descriptorWords() {
        String line = SystemFiles.firstLine(proc.resolve("self/limits"), "Max open files");
        String[] words = line == null ? null : line.strip().split("\\s+");
        return words == null || words.length < 5 ? null : words;
    }

    private String describeDescriptors() {
        String[] words = descriptorWords();
        if (words == null) {
            return UNKNOWN;
        }
        long open = SystemFiles.count(proc.resolve("self/fd"));
        return words[3] + " soft, " + words[4] + " hard, " + open
                + " open; a JVM raises the soft limit to the hard one by itself" + " (-XX:-MaxFDLimit: it does not)";
    }

    private String[] sysctl(String name) {
        return SystemFiles.words(proc.resolve("sys").resolve(name));
    }

    private String one(String name, String meaning) {
        String[] words = sysctl(name);
        return words == null ? UNKNOWN : words[0] + " " + meaning;
    }

    private String buffer(String option, String name) {
        String[] most = sysctl("net/core/" + name + "_max");
        String[] tcp = sysctl("net/ipv4/tcp_" + name);
        return (most == null ? UNKNOWN : bytes(Long.parseLong(most[0]))) + " by " + option + ": net.core." + name
                + "_max; "
                + (tcp == null || tcp.length < 3 ? UNKNOWN : bytes(Long.parseLong(tcp[2])))
                + " by TCP itself: net.ipv4.tcp_"
                + name;
    }

    private String tcpMemory() {
        String[] pages = sysctl("net/ipv4/tcp_mem");
        if (pages == null || pages.length < 3) {
            return UNKNOWN;
        }
        return "pressed from " + pages[1] + " pages on, full at " + pages[2] + ": net.ipv4.tcp_mem";
    }

    private String clientPorts() {
        String[] range = sysctl("net/ipv4/ip_local_port_range");
        return range == null || range.length < 2
                ? UNKNOWN
                : range[0] + " to " + range[1] + ": net.ipv4.ip_local_port_range";
    }

    private static String bytes(long count) {
        return count >= 1 << 20 && count % (1 << 20) == 0
                ? (count >> 20) + " MiB"
                : count >= 1 << 10 && count % (1 << 10) == 0 ? (count >> 10) + " KiB" : count + " bytes";
    }
}
