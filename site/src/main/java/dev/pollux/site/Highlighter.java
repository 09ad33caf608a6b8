package dev.pollux.site;

import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Marks what a reader's eye looks for in code: comments, strings, words of the language, names of types. Nothing is parsed. */
final class Highlighter {
    private static final Set<String> JAVA_WORDS = Set.of(
            "abstract",
            "assert",
            "boolean",
            "break",
            "byte",
            "case",
            "catch",
            "char",
            "class",
            "continue",
            "default",
            "do",
            "double",
            "else",
            "enum",
            "extends",
            "final",
            "finally",
            "float",
            "for",
            "if",
            "implements",
            "import",
            "instanceof",
            "int",
            "interface",
            "long",
            "new",
            "null",
            "package",
            "private",
            "protected",
            "public",
            "record",
            "return",
            "sealed",
            "permits",
            "short",
            "static",
            "super",
            "switch",
            "synchronized",
            "this",
            "throw",
            "throws",
            "true",
            "false",
            "try",
            "var",
            "void",
            "volatile",
            "while",
            "native",
            "transient");

    private static final int COMMENT = 1;
    private static final int STRING = 2;
    private static final int WORD = 3;
    private static final int TYPE = 4;
    private static final String NEVER = "((?!))";

    private static final Pattern JAVA = language(
            "(//[^\n]*|/\\*.*?\\*/)",
            "(\"\"\".*?\"\"\"|\"(?:\\\\.|[^\"\\\\\n])*\"|'(?:\\\\.|[^'\\\\\n])*')",
            "(\\b(?:(?:sealed|permits|record)(?= \\w)|(?!sealed|permits|record)[a-z]+)\\b)", // three are names, too
            "(\\b[A-Z]\\w*[a-z]\\w*\\b|@[A-Z]\\w*)",
            "(\\b\\d[\\w.]*)");
    private static final Pattern SHELL =
            language("((?<=^|\\s)#[^\n]*)", "(\"[^\"\n]*\"|'[^'\n]*')", "((?<=\\s)--?[\\w-]+)", NEVER, NEVER);
    private static final Pattern XML = language("(<!--.*?-->)", "(\"[^\"]*\")", "(</?[\\w.-]+|/?>)", NEVER, NEVER);
    private static final Pattern PROPERTIES = language("(^#[^\n]*)", NEVER, "(^[^=\n]+(?==))", NEVER, NEVER);

    private static Pattern language(String... groups) {
        return Pattern.compile(String.join("|", groups), Pattern.DOTALL | Pattern.MULTILINE);
    }

    private static final Map<String, Pattern> LANGUAGES = Map.of(
            "java",
            JAVA,
            "kotlin",
            JAVA,
            "groovy",
            JAVA,
            "sh",
            SHELL,
            "bash",
            SHELL,
            "xml",
            XML,
            "properties",
            PROPERTIES);

    private Highlighter() {}

    /** {@return code as HTML, with marks where the language is one that is known} */
    static String html(String code, String language) {
        if (language.equals("diff")) {
            return diff(code);
        }
        Pattern pattern = LANGUAGES.get(language);
        if (pattern == null) {
            return Html.escape(code);
        }
        StringBuilder html = new StringBuilder();
        Matcher token = pattern.matcher(code);
        int from = 0;
        while (token.find()) {
            html.append(Html.escape(code.substring(from, token.start())));
            String mark = mark(token, pattern == JAVA);
            String text = Html.escape(token.group());
            html.append(mark.isEmpty() ? text : "<span class=\"" + mark + "\">" + text + "</span>");
            from = token.end();
        }
        return html.append(Html.escape(code.substring(from))).toString();
    }

    /** Each pattern has five groups, in this order. A language that lacks one of them has an empty group there, which never matches. */
    private static String mark(Matcher token, boolean isJava) {
        if (token.group(COMMENT) != null) {
            return "c";
        } else if (token.group(STRING) != null) {
            return "s";
        } else if (token.group(WORD) != null) {
            return !isJava || JAVA_WORDS.contains(token.group()) ? "k" : "";
        }
        return token.group(TYPE) != null ? "t" : "n";
    }

    private static String diff(String code) {
        StringBuilder html = new StringBuilder();
        code.lines().forEach(line -> {
            String text = Html.escape(line);
            html.append(
                            line.startsWith("+")
                                    ? "<ins>" + text + "</ins>"
                                    : line.startsWith("-") ? "<del>" + text + "</del>" : text)
                    .append('\n');
        });
        return html.toString().stripTrailing();
    }
}
