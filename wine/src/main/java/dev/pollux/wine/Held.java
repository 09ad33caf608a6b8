package dev.pollux.wine;

/**
 * What a server holds.
 *
 * @param handles of its process
 * @param pending operations
 * @param nativeBytes of direct buffers
 */
record Held(int handles, int pending, long nativeBytes) {
    static Held parse(String line) {
        String[] numbers = line.split(" ");
        return new Held(Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]), Long.parseLong(numbers[2]));
    }

    /** {@return the two beside each other, but for what is pending} */
    String beside(Held later) {
        return String.format(
                "handles %d -> %d, native memory %d -> %d bytes",
                handles, later.handles, nativeBytes, later.nativeBytes);
    }

    boolean isAtMost(Held other) {
        return handles <= other.handles && pending <= other.pending && nativeBytes <= other.nativeBytes;
    }
}
