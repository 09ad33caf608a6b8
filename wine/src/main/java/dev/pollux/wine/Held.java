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

    boolean isAtMost(Held other) {
        return handles <= other.handles && pending <= other.pending && nativeBytes <= other.nativeBytes;
    }
}
