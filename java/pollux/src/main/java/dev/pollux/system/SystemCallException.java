package dev.pollux.system;

import java.io.IOException;

/**
 * A system call failed: which one, with what code, and what the system says of it.
 *
 * <p>Where the JDK has a type of its own for an error ({@link java.net.ConnectException}, {@link java.net.BindException},
 * {@link java.nio.file.NoSuchFileException} …), that type is thrown and this exception is its cause. {@link #of} finds it
 * in either case. As a cause it has no stack trace of its own: the exception that was thrown has the same one. Peers make servers throw
 * many of these, by resets for instance, and a trace is what is costly of an exception.
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
public sealed class SystemCallException extends IOException {
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
        this(message(call, code, codeName, text, subject), call, code, codeName);
    }

    private SystemCallException(String message, String call, int code, String codeName) {
        super(message);
        this.call = call;
        this.code = code;
        this.codeName = codeName;
    }

    /**
     * {@return what an exception says of a call that failed}
     *
     * @param call as the constructor has it
     * @param code as the constructor has it
     * @param codeName as the constructor has it
     * @param text as the constructor has it
     * @param subject as the constructor has it
     * @hidden
     */
    public static String message(String call, int code, String codeName, String text, String subject) {
        return call + ": " + text + " (" + codeName + " " + code + ")" + (subject.isEmpty() ? "" : "; " + subject);
    }

    /**
     * {@return the cause of another exception, which has the stack trace}
     *
     * @param message what {@link #message} made
     * @param call as the constructor has it
     * @param code as the constructor has it
     * @param codeName as the constructor has it
     * @hidden
     */
    public static SystemCallException asCause(String message, String call, int code, String codeName) {
        return new Cause(message, call, code, codeName);
    }

    /** Without a stack trace, and for people the same. */
    private static final class Cause extends SystemCallException {
        private static final long serialVersionUID = 1L;

        Cause(String message, String call, int code, String codeName) {
            super(message, call, code, codeName);
        }

        @Override
        public Throwable fillInStackTrace() {
            return this;
        }

        @Override
        public String toString() {
            return SystemCallException.class.getName() + ": " + getMessage();
        }
    }

    /** {@return the name of the call that failed} */
    public final String call() {
        return call;
    }

    /** {@return the system's code: errno on Linux} */
    public final int code() {
        return code;
    }

    /** {@return the code's symbolic name, {@code EMFILE} for instance} */
    public final String codeName() {
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
