package dev.pollux.examples.load;

/** Writes one JSON object (RFC 8259). */
final class JsonObject {
    private final StringBuilder members = new StringBuilder();

    JsonObject put(String name, long value) {
        return member(name, Long.toString(value));
    }

    JsonObject put(String name, double value) {
        return member(name, Double.isFinite(value) ? Double.toString(value) : "null");
    }

    JsonObject put(String name, boolean value) {
        return member(name, Boolean.toString(value));
    }

    JsonObject put(String name, String value) {
        return member(name, quoted(value));
    }

    JsonObject put(String name, JsonObject value) {
        return member(name, value.toString());
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
