package dev.pollux.wine;

/** This machine lacks something: what needs it is left out, and the build goes on. */
final class LeftOutException extends Exception {
    private static final long serialVersionUID = 1;

    LeftOutException(String reason) {
        super(reason);
    }
}
