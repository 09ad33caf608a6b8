package dev.pollux.linux;

import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The address of a Unix-domain socket (unix(7)): a pathname, an abstract name (Linux: no file, gone with its socket), or
 * unnamed. Immutable.
 */
public final class UnixAddress extends SocketAddress {
    private static final long serialVersionUID = 1L;

    /** The most bytes that a pathname has (one more is its end), and an abstract name after its leading zero. */
    public static final int MAX_LENGTH = 107;

    /** The address of a socket that was not bound. */
    public static final UnixAddress UNNAMED = new UnixAddress(new byte[0]);

    /** As in sun_path: a pathname without its end, or a zero and the abstract name. */
    private final byte[] name;

    private UnixAddress(byte[] name) {
        this.name = name;
    }

    /**
     * An address in the file system.
     *
     * @param path the socket's path; at most {@value #MAX_LENGTH} bytes long
     * @return its address
     * @throws IllegalArgumentException if the path is empty or too long
     */
    public static UnixAddress of(Path path) {
        Linux.checkPath(path);
        byte[] name = path.toString().getBytes(StandardCharsets.UTF_8);
        if (name.length == 0) {
            throw new IllegalArgumentException("a Unix socket's path is empty");
        }
        return new UnixAddress(checkLength(name, "path"));
    }

    /**
     * An address in Linux's abstract namespace.
     *
     * @param name the name without its leading zero; at most {@value #MAX_LENGTH} bytes in UTF-8
     * @return its address
     * @throws IllegalArgumentException if the name is too long
     */
    public static UnixAddress ofAbstract(String name) {
        byte[] bytes = checkLength(name.getBytes(StandardCharsets.UTF_8), "abstract name");
        byte[] withZero = new byte[bytes.length + 1];
        System.arraycopy(bytes, 0, withZero, 1, bytes.length);
        return new UnixAddress(withZero);
    }

    /** As the kernel gave it: sun_path up to the address's length. */
    static UnixAddress ofKernel(byte[] sunPath) {
        if (sunPath.length == 0) {
            return UNNAMED;
        }
        if (sunPath[0] == 0) {
            return new UnixAddress(sunPath);
        }
        int end = 0;
        while (end < sunPath.length && sunPath[end] != 0) {
            end++;
        }
        return new UnixAddress(Arrays.copyOf(sunPath, end));
    }

    private static byte[] checkLength(byte[] name, String what) {
        if (name.length > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "a Unix socket's " + what + " has at most " + MAX_LENGTH + " bytes, not " + name.length);
        }
        return name;
    }

    /** {@return true if this is a name in the abstract namespace} */
    public boolean isAbstract() {
        return name.length > 0 && name[0] == 0;
    }

    /** {@return true if this is the address of a socket that was not bound} */
    public boolean isUnnamed() {
        return name.length == 0;
    }

    /** {@return the pathname, or the abstract name without its leading zero; empty if unnamed} */
    public String name() {
        int start = isAbstract() ? 1 : 0;
        return new String(name, start, name.length - start, StandardCharsets.UTF_8);
    }

    /** What goes into sun_path; a pathname's end is not in it. */
    byte[] sunPath() {
        return name;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof UnixAddress that && Arrays.equals(name, that.name);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(name);
    }

    @Override
    public String toString() {
        return isUnnamed() ? "unix:(unnamed)" : "unix:" + (isAbstract() ? "@" : "") + name();
    }
}
