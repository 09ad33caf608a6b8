package dev.pollux.system;

import java.io.IOException;

/**
 * A system call failed: which one, with what code, and what the system says of it.
 *
 * <p>Where the JDK has a type of its own for an error ({@link java.net.ConnectException}, {@link java.net.BindException},
 * {@link java.nio.file.NoSuchFileException} …), that type is thrown and this exception is its cause. {@link #of} finds it
 * in either case.
 *
 * <p>May be called from any thread.
 *
 * <pre>{@code
 * SystemCallException cause = SystemCallException.of(failure);
 * if (cause != null) {
 *     log(cause.call() + " failed with " + cause.codeName());
 * }
 * }</pre>
 */
public final class SystemCallException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String call;
    private final int code;
    private final String codeName;

    /**
     * @param call the call's name as its documentation has it, {@code epoll_ctl} for instance
     * @param code the system's code: errno on Linux
     * @param codeName the code's symbolic name
     * @param text the system's text
     * @param subject what the call was made on (a descriptor, an address, a path), or an empty string
     */
    public SystemCallException(String call, int code, String codeName, String text, String subject) {
        super(call + ": " + text + " (" + codeName + " " + code + ")" + (subject.isEmpty() ? "" : "; " + subject));
        this.call = call;
        this.code = code;
        this.codeName = codeName;
    }

    /** {@return the name of the call that failed} */
    public String call() {
        return call;
    }

    /** {@return the system's code: errno on Linux} */
    public int code() {
        return code;
    }

    /** {@return the code's symbolic name, {@code EMFILE} for instance} */
    public String codeName() {
        return codeName;
    }

    /**
     * The system call behind an exception that Pollux threw.
     *
     * @param thrown any exception
     * @return it, or the first of its causes that is a {@code SystemCallException}, or null if there is none
     */
    public static SystemCallException of(Throwable thrown) {
        Throwable t = thrown;
        for (int depth = 0; t != null && depth < 16; depth++, t = t.getCause()) {
            if (t instanceof SystemCallException found) {
                return found;
            }
        }
        return null;
    }
}
