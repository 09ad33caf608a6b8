package dev.pollux.linux;

import dev.pollux.internal.text.PathBytes;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The address of a Unix-domain socket (unix(7)): a pathname, an abstract name (Linux: no file, gone with its socket),
 * or unnamed. A name is bytes, in no encoding. Two addresses are equal if their bytes are. Immutable. May be called
 * from any thread.
 *
 * <pre>{@code
 * listener.bind(UnixAddress.of(Path.of("/run/server.sock")));
 * listener.bind(UnixAddress.ofAbstract("server")); // or a name without a file
 * }</pre>
 */
public final class UnixAddress extends SocketAddress {
    private static final long serialVersionUID = 1L;

    /** The most bytes that a pathname has (one more is its end), and an abstract name after its leading zero. */
    public static final int MAX_LENGTH = 107;

    /** The address of a socket that was not bound. */
    public static final UnixAddress UNNAMED = new UnixAddress(new byte[0]);

    /** The size of sun_path: the kernel takes a pathname that fills it, and so has no zero at its end. */
    static final int SUN_PATH_SIZE = 108;

    /** As in sun_path: a pathname without its end, or a zero and the abstract name. */
    private final byte[] name;

    private UnixAddress(byte[] name) {
        this.name = name;
    }

    /**
     * An address in the file system.
     *
     * @param path the socket's path, whose own bytes it gets, at most {@value #MAX_LENGTH} of them
     * @return its address
     * @throws IllegalArgumentException if the path is empty or too long
     * @throws java.nio.file.ProviderMismatchException if it is not a path of the system's own files
     */
    public static UnixAddress of(Path path) {
        return of(checkLength(PathBytes.of(path), MAX_LENGTH, "path"));
    }

    /**
     * An address in the file system, by the bytes of its name.
     *
     * @param path the socket's path, without a zero at its end, at most {@value #MAX_LENGTH} bytes, or one more: the kernel
     *     takes a path that leaves no room for its end, but not every program can read it
     * @return its address
     * @throws IllegalArgumentException if the path is empty or too long, or has a zero in it
     */
    public static UnixAddress of(byte[] path) {
        if (path.length == 0) {
            throw new IllegalArgumentException(
                    "a Unix socket's path is empty; UnixAddress.UNNAMED is an address without one");
        }
        byte[] name = checkLength(path.clone(), SUN_PATH_SIZE, "path");
        for (byte b : name) {
            if (b == 0) {
                throw new IllegalArgumentException("a zero in a Unix socket's path: " + PathBytes.text(name)
                        + "; UnixAddress.ofAbstract makes abstract names");
            }
        }
        return new UnixAddress(name);
    }

    /**
     * An address in Linux's abstract namespace.
     *
     * @param name the name without its leading zero, at most {@value #MAX_LENGTH} bytes in UTF-8
     * @return its address
     * @throws IllegalArgumentException if the name is too long
     */
    public static UnixAddress ofAbstract(String name) {
        return ofAbstract(name.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * An address in Linux's abstract namespace, by the bytes of its name.
     *
     * @param name the name without its leading zero: any bytes, zeros too, at most {@value #MAX_LENGTH}
     * @return its address
     * @throws IllegalArgumentException if the name is too long
     */
    public static UnixAddress ofAbstract(byte[] name) {
        checkLength(name, MAX_LENGTH, "abstract name");
        byte[] withZero = new byte[name.length + 1];
        System.arraycopy(name, 0, withZero, 1, name.length);
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

    private static byte[] checkLength(byte[] name, int max, String what) {
        if (name.length > max) {
            throw new IllegalArgumentException("a Unix socket's " + what + " has at most " + max + " bytes, not "
                    + name.length + ": " + PathBytes.text(name));
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

    /**
     * {@return the pathname, or the abstract name without its leading zero, as text in UTF-8, or empty if unnamed} A byte that
     * is not UTF-8 becomes U+FFFD: {@link #nameBytes()} and {@link #path()} keep it.
     */
    public String name() {
        return new String(nameBytes(), StandardCharsets.UTF_8);
    }

    /** {@return the bytes of the pathname, or of the abstract name without its leading zero, or none if unnamed} */
    public byte[] nameBytes() {
        return isAbstract() ? Arrays.copyOfRange(name, 1, name.length) : name.clone();
    }

    /**
     * {@return the pathname, with these same bytes}
     *
     * @throws UnsupportedOperationException if it has none: {@link #isAbstract()}, {@link #isUnnamed()}
     */
    public Path path() {
        if (isAbstract() || isUnnamed()) {
            throw new UnsupportedOperationException("no address in the file system: " + this);
        }
        return PathBytes.toPath(name);
    }

    /** What goes into sun_path. A pathname's end is not in it. */
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

    /** {@return the name for people to read: bytes that are not UTF-8, and control characters, are written as {@code \xff}} */
    @Override
    public String toString() {
        return isUnnamed() ? "unix:(unnamed)" : "unix:" + (isAbstract() ? "@" : "") + PathBytes.text(nameBytes());
    }
}
