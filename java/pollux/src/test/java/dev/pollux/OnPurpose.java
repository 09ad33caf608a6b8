package dev.pollux;

/** What a test throws where it is logged: without a stack trace. */
public final class OnPurpose extends Exception {
    private static final long serialVersionUID = 1L;

    public OnPurpose() {
        super("on purpose, by a test", null, false, false);
    }
}
