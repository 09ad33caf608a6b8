package dev.pollux.binding;

/**
 * What a Windows call that failed gives: the code, negated. A failure never looks like a success: not where the code is 0,
 * which some functions leave (a {@code recv} that gave 0 would say that the stream has ended), and not where its highest bit
 * is set, as in an NTSTATUS or an HRESULT that a driver left there. Such a code is negative as it is.
 *
 * <p>May be called from any thread.
 *
 * <pre>{@code
 * int result = succeeded != 0 ? 1 : WindowsFailure.ofBool(lastError);
 * }</pre>
 */
public final class WindowsFailure {
    /** ERROR_GEN_FAILURE stands for no code, where 0 would be taken for a handle. */
    public static final int ERROR_GEN_FAILURE = 31;

    /** WSASYSCALLFAILURE stands for no code, where 0 would be taken for success. */
    public static final int WSASYSCALLFAILURE = 10107;

    private WindowsFailure() {}

    /**
     * The result of a function that gave FALSE.
     *
     * @param code what {@code GetLastError} gave
     * @return the negated code, or 0 if there is none
     */
    public static int ofBool(int code) {
        return -Math.abs(code); // of the one value that has no absolute, twice negated: itself
    }

    /**
     * The result of a function that gave no handle.
     *
     * @param code what {@code GetLastError} gave
     * @return the negated code, never 0
     */
    public static int ofHandle(int code) {
        return code == 0 ? -ERROR_GEN_FAILURE : ofBool(code);
    }

    /**
     * The result of a Winsock function that gave -1, or no socket.
     *
     * @param code what {@code WSAGetLastError} gave
     * @return the negated code, never 0
     */
    public static int ofWinsock(int code) {
        return code == 0 ? -WSASYSCALLFAILURE : ofBool(code);
    }
}
