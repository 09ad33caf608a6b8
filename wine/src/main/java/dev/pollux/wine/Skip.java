package dev.pollux.wine;

/** The reason of a skipped test, out of JUnit's wording. */
final class Skip {
    private Skip() {}

    static String reason(String text) {
        String line = text.strip().lines().findFirst().orElse("");
        String bare = line.replaceFirst("^parent was skipped: ", "")
                .replaceFirst("^org\\.opentest4j\\.TestAbortedException: ", "")
                .replaceFirst("^Assumption failed: ", "");
        if (bare.contains(" ==> ")) { // JUnit's words, and then ours
            return bare.substring(bare.indexOf(" ==> ") + 5);
        }
        return bare.isEmpty() ? "no reason given" : bare;
    }
}
