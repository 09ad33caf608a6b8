package dev.pollux.wine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Builds iphlpapi.c. */
final class ProxyLibrary {
    private static final String COMPILER = "x86_64-w64-mingw32-gcc";

    private ProxyLibrary() {}

    static Path build() throws IOException, InterruptedException, LeftOutException {
        Path compiler = Command.find(COMPILER, COMPILER + "-win32", COMPILER + "-posix")
                .orElseThrow(() -> new LeftOutException("no " + COMPILER + " on the PATH"));
        Path library = Files.createDirectories(Folders.TARGET).resolve("iphlpapi.dll");
        Command.run(
                60,
                List.of(
                        compiler.toString(),
                        "-O2",
                        "-Wall",
                        "-Wextra",
                        "-Werror",
                        "-shared",
                        "-static-libgcc",
                        "-o",
                        library.toString(),
                        Folders.WINE.resolve("iphlpapi.c").toString()));
        return library;
    }
}
