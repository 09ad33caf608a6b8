package dev.pollux.examples.docs;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Words and semicolons of a text. Code samples, comments and markup are no prose, so they count for neither.
 *
 * @param words its words; a piece of code within a sentence is one
 * @param semicolons its semicolons
 */
record ProseCount(int words, int semicolons) {
    static final ProseCount NONE = new ProseCount(0, 0);

    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}'’._-]*");
    private static final Pattern JAVADOC = Pattern.compile("/\\*\\*(.*?)\\*/", Pattern.DOTALL);
    private static final String CODE = " code ";

    static ProseCount ofMarkdown(String page) {
        return of(page.replaceAll("(?s)<!--.*?-->", " ")
                .replaceAll("(?ms)^```.*?^```$", " ")
                .replaceAll("`[^`]*`", CODE)
                .replaceAll("\\]\\([^)]*\\)", "]"));
    }

    /** Counts the documentation comments of a Java source, and nothing else of it. */
    static ProseCount ofJavadoc(String source) {
        ProseCount sum = NONE;
        Matcher comments = JAVADOC.matcher(source);
        while (comments.find()) {
            String text = comments.group(1).replaceAll("(?m)^\\s*\\*", " ").replaceAll("(?s)<pre>.*?</pre>", " ");
            for (String tag : new String[] {"{@snippet", "{@code", "{@literal"}) {
                text = without(text, tag);
            }
            sum = sum.plus(of(text));
        }
        return sum;
    }

    /** A tag ends at the brace that closes it, and what it holds may have braces of its own. */
    private static String without(String text, String tag) {
        StringBuilder kept = new StringBuilder();
        int from = 0;
        for (int at = text.indexOf(tag); at >= 0; at = text.indexOf(tag, from)) {
            kept.append(text, from, at).append(CODE);
            int depth = 0;
            int end = at;
            do {
                char next = text.charAt(end++);
                depth += next == '{' ? 1 : next == '}' ? -1 : 0;
            } while (depth > 0 && end < text.length());
            from = end;
        }
        return kept.append(text.substring(from)).toString();
    }

    private static ProseCount of(String text) {
        String prose = text.replaceAll("&#?\\w+;", CODE).replaceAll("</?\\w[^>]*>", " ");
        return new ProseCount((int) WORD.matcher(prose).results().count(), (int)
                prose.chars().filter(each -> each == ';').count());
    }

    ProseCount plus(ProseCount other) {
        return new ProseCount(words + other.words, semicolons + other.semicolons);
    }

    double perThousand() {
        return words == 0 ? 0 : 1000.0 * semicolons / words;
    }

    @Override
    public String toString() {
        return "%d semicolons in %d words, %.1f per 1000".formatted(semicolons, words, perThousand());
    }
}
