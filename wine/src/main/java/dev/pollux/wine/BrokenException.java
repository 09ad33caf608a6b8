package dev.pollux.wine;

/** Something is there and wrong: the build fails, with this message alone. */
final class BrokenException extends RuntimeException {
    private static final long serialVersionUID = 1;

    BrokenException(String message) {
        super(message);
    }
}
