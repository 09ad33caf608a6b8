package dev.pollux.examples.http;

import java.util.Locale;
import java.util.Map;

/** Media types by file name extension. What is not listed is a stream of octets. */
final class MediaType {
    private static final byte[] OCTETS = Ascii.bytes("application/octet-stream");

    private static final Map<String, byte[]> BY_EXTENSION = Map.ofEntries(
            Map.entry("html", Ascii.bytes("text/html; charset=utf-8")),
            Map.entry("htm", Ascii.bytes("text/html; charset=utf-8")),
            Map.entry("css", Ascii.bytes("text/css; charset=utf-8")),
            Map.entry("js", Ascii.bytes("text/javascript; charset=utf-8")),
            Map.entry("mjs", Ascii.bytes("text/javascript; charset=utf-8")),
            Map.entry("txt", Ascii.bytes("text/plain; charset=utf-8")),
            Map.entry("md", Ascii.bytes("text/markdown; charset=utf-8")),
            Map.entry("csv", Ascii.bytes("text/csv; charset=utf-8")),
            Map.entry("xml", Ascii.bytes("application/xml")),
            Map.entry("json", Ascii.bytes("application/json")),
            Map.entry("pdf", Ascii.bytes("application/pdf")),
            Map.entry("wasm", Ascii.bytes("application/wasm")),
            Map.entry("svg", Ascii.bytes("image/svg+xml")),
            Map.entry("png", Ascii.bytes("image/png")),
            Map.entry("jpg", Ascii.bytes("image/jpeg")),
            Map.entry("jpeg", Ascii.bytes("image/jpeg")),
            Map.entry("gif", Ascii.bytes("image/gif")),
            Map.entry("webp", Ascii.bytes("image/webp")),
            Map.entry("ico", Ascii.bytes("image/vnd.microsoft.icon")),
            Map.entry("woff2", Ascii.bytes("font/woff2")));

    private MediaType() {}

    static byte[] of(String fileName) {
        String extension = fileName.substring(fileName.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return BY_EXTENSION.getOrDefault(extension, OCTETS);
    }
}
