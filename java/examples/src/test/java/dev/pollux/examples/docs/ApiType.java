package dev.pollux.examples.docs;

import dev.pollux.sources.Repository;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A public type of an exported package, as its source has it.
 *
 * @param file where it is, from the root
 * @param name its simple name
 * @param source the whole source
 * @param doc the comment before the type, each run of white space as one space
 */
record ApiType(String file, String name, String source, String doc) {
    private static final String LIBRARY = "java/pollux/src/main/java/";
    private static final Pattern EXPORT = Pattern.compile("exports ([\\w.]+)");
    private static final Pattern TYPE =
            Pattern.compile("^public (?:[a-z-]+ )*(?:class|interface|enum|record) (\\w+)", Pattern.MULTILINE);
    private static final Pattern EXAMPLE = Pattern.compile("<pre>\\{@code\\R(.*?)\\}</pre>", Pattern.DOTALL);

    /** {@return the types of all exported packages, by the paths of their files} */
    static Map<String, ApiType> all() throws IOException {
        Map<String, ApiType> types = new TreeMap<>();
        String module = Repository.read(Repository.at(LIBRARY + "module-info.java"));
        for (MatchResult export : EXPORT.matcher(module).results().toList()) {
            String folder = LIBRARY + export.group(1).replace('.', '/') + '/';
            for (Path path : Repository.files(folder, ".java")) {
                String file = Repository.name(path);
                String source = Repository.read(path);
                Matcher type = TYPE.matcher(source);
                if (file.lastIndexOf('/') == folder.length() - 1 && type.find()) {
                    types.put(file, new ApiType(file, type.group(1), source, docBefore(source, type.start())));
                }
            }
        }
        return types;
    }

    private static String docBefore(String source, int declaration) {
        int begin = source.lastIndexOf("/**", declaration);
        String before = begin < 0 ? "" : source.substring(begin, declaration);
        return before.replaceAll("\\R \\*", " ").replaceAll("\\s+", " ");
    }

    boolean hasExample() {
        return doc.contains("<pre>{@code");
    }

    /** {@return the examples of the type and of its members} */
    List<String> examples() {
        return EXAMPLE.matcher(source).results().map(each -> each.group(1)).toList();
    }
}
