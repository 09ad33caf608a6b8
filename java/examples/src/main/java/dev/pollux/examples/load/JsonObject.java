package dev.pollux.examples.load;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes one JSON object (RFC 8259). */
public final class JsonObject {
    private final StringBuilder members = new StringBuilder();

    /** Adds a member. */
    public JsonObject put(String name, long value) {
        return member(name, Long.toString(value));
    }

    /** Adds a member. */
    public JsonObject put(String name, double value) {
        return member(name, Double.isFinite(value) ? Double.toString(value) : "null");
    }

    /** Adds a member. */
    public JsonObject put(String name, boolean value) {
        return member(name, Boolean.toString(value));
    }

    /** Adds a member. */
    public JsonObject put(String name, String value) {
        return member(name, quoted(value));
    }

    /** Adds a member. */
    public JsonObject put(String name, JsonObject value) {
        return member(name, value.toString());
    }

    /** Adds a member. */
    public JsonObject put(String name, double[] values) {
        return member(name, array(Arrays.stream(values).mapToObj(Double::toString)));
    }

    /** Adds a member. */
    public JsonObject put(String name, List<JsonObject> values) {
        return member(name, array(values.stream().map(JsonObject::toString)));
    }

    private static String array(Stream<String> values) {
        return values.collect(Collectors.joining(",", "[", "]"));
    }

    private JsonObject member(String name, String value) {
        members.append(members.length() > 0 ? "," : "")
                .append(quoted(name))
                .append(':')
                .append(value);
        return this;
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ') {
                quoted.append(String.format("\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }

    @Override
    public String toString() {
        return "{" + members + "}";
    }
}
