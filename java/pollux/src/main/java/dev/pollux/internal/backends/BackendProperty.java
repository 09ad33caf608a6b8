package dev.pollux.internal.backends;

import dev.pollux.Backend;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The system property that names backends: one for readiness ports, one for completion ports, or both with a comma between
 * them. A kind of port that has no name there takes the best that is available.
 */
final class BackendProperty {
    static final String NAME = "dev.pollux.backend";

    private BackendProperty() {}

    /**
     * {@return the backend that the property names, or null if it names none of these}
     *
     * @throws UnsupportedOperationException if a name is unknown, or two of these are named
     */
    static Backend among(List<Backend> kinds) {
        Backend found = null;
        for (Backend named : read()) {
            if (kinds.contains(named) && found != null && found != named) {
                throw new UnsupportedOperationException(text() + ": of " + text(kinds)
                        + " only one can be named, and here are " + found + " and " + named);
            }
            if (kinds.contains(named)) {
                found = named;
            }
        }
        return found;
    }

    /** {@return the property as it stands on the command line} */
    static String text() {
        return "-D" + NAME + "=" + System.getProperty(NAME);
    }

    /** {@return the names of these, for messages} */
    static String text(List<Backend> kinds) {
        String list = kinds.toString();
        return list.substring(1, list.length() - 1);
    }

    private static List<Backend> read() {
        List<Backend> named = new ArrayList<>();
        for (String name : System.getProperty(NAME, "").split(",")) {
            if (!name.isBlank()) {
                named.add(parse(name.trim().toLowerCase(Locale.ROOT)));
            }
        }
        return named;
    }

    private static Backend parse(String name) {
        for (Backend backend : Backend.values()) {
            if (backend.toString().equals(name)) {
                return backend;
            }
        }
        throw new UnsupportedOperationException(
                text() + ": there is no backend " + name + "; there are " + text(Arrays.asList(Backend.values())));
    }
}
