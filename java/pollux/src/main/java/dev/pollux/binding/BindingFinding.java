package dev.pollux.binding;

/**
 * What became of a binding.
 *
 * <p>May be called from any thread. {@link BindingRegistry} has an example.
 *
 * @param name {@code ffm}, {@code jni} or {@code jnr}
 * @param available true if it can be used in this process
 * @param reason why not, or a word of confirmation
 * @param remedy what would mend it, or an empty string
 * @param cause the refusal itself, or null
 */
public record BindingFinding(String name, boolean available, String reason, String remedy, Throwable cause) {}
