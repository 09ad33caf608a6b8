package dev.pollux.jni;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Tells a directory from which nothing can be executed. The dynamic linker's own words depend on the language. */
final class Mounts {
    private static final int MOUNT_POINT = 1;
    private static final int OPTIONS = 3;

    private Mounts() {}

    static boolean isNoExec(Path file) {
        try {
            String directory = file.getParent().toRealPath().toString();
            return isNoExec(directory, Files.readAllLines(Path.of("/proc/self/mounts"), StandardCharsets.ISO_8859_1));
        } catch (IOException unknown) {
            return false;
        }
    }

    /** The longest mount point above the directory decides, and of equals the last, which hides the others. */
    static boolean isNoExec(String directory, List<String> mounts) {
        boolean noExec = false;
        int longest = 0;
        for (String mount : mounts) {
            String[] fields = mount.split(" ");
            String point = unescaped(fields[MOUNT_POINT]);
            if (isAbove(point, directory) && point.length() >= longest) {
                longest = point.length();
                noExec = List.of(fields[OPTIONS].split(",")).contains("noexec");
            }
        }
        return noExec;
    }

    private static boolean isAbove(String point, String directory) {
        return point.equals("/") || directory.equals(point) || directory.startsWith(point + "/");
    }

    /** The kernel writes the characters that would break the line apart as backslash and three octal digits. */
    private static String unescaped(String field) {
        return field.replace("\\040", " ")
                .replace("\\011", "\t")
                .replace("\\012", "\n")
                .replace("\\134", "\\");
    }
}
