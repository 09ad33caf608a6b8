package dev.pollux.micrometer;

import java.util.Collection;
import java.util.function.Consumer;

/** Something is done to each of several, whatever happens to another. */
final class EachOne {
    private EachOne() {}

    /** The first of what is thrown is thrown at the end. */
    static <T> void of(Collection<T> all, Consumer<? super T> action) {
        RuntimeException first = null;
        for (T each : all) {
            try {
                action.accept(each);
            } catch (RuntimeException e) {
                first = first == null ? e : first;
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
