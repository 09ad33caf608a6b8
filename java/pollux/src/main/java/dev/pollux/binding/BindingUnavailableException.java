package dev.pollux.binding;

/**
 * Why a binding cannot be used in this process, and what the user can do about it.
 *
 * <p>May be called from any thread. {@link NativeAccess} has an example.
 */
public final class BindingUnavailableException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String remedy;

    /**
     * @param reason what is wrong, in a sentence that needs no stack trace
     * @param remedy what would mend it (a flag, a property, a package), or an empty string if nothing would
     * @param cause what the system said, or null
     */
    public BindingUnavailableException(String reason, String remedy, Throwable cause) {
        super(reason, cause);
        this.remedy = remedy;
    }

    /** {@return what would mend it, or an empty string} */
    public String remedy() {
        return remedy;
    }
}
