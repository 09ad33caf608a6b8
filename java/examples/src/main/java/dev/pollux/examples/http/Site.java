package dev.pollux.examples.http;

import dev.pollux.FileSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** What the server has to say: /plaintext, and either a directory's files or one small page. */
public final class Site {
    private static final byte[] HTML = Ascii.bytes("text/html; charset=utf-8");
    private static final byte[] PAGE = Ascii.bytes("""
            <!doctype html>
            <html lang="en">
            <title>Pollux</title>
            <h1>It works.</h1>
            <p>This page comes from the <code>http</code> example of Pollux.
            <a href="/plaintext">/plaintext</a> is what the load clients ask for;
            start with <code>--root DIR</code> to serve files.</p>
            </html>
            """);

    private final StaticFiles files;
    private final FileOpener opener;

    /** How a loop's backend opens what it sends. */
    @FunctionalInterface
    public interface FileOpener {
        /** Opens a file. */
        FileSource open(Path file) throws IOException;
    }

    private Site(StaticFiles files, FileOpener opener) {
        this.files = files;
        this.opener = opener;
    }

    /** {@return a site of one page} */
    public static Site ofPage() {
        return new Site(null, null);
    }

    /**
     * {@return a site of files}
     *
     * @param root their directory
     * @param opener opens them
     * @throws IOException if the directory does not exist
     */
    public static Site ofFiles(Path root, FileOpener opener) throws IOException {
        return new Site(new StaticFiles(root), opener);
    }

    /**
     * Writes the response, or the head of one.
     *
     * @return the file that has to follow, or null
     */
    FileBody answer(HttpRequestParser request, ResponseWriter responses, ByteBuffer output) {
        Persistence persistence = Persistence.after(request);
        HttpMethod method = request.method();
        boolean headOnly = method == HttpMethod.HEAD;
        if (method == HttpMethod.UNKNOWN) {
            responses.status(output, HttpStatus.NOT_IMPLEMENTED, false, persistence);
        } else if (method != HttpMethod.GET && !headOnly) {
            responses.status(output, HttpStatus.METHOD_NOT_ALLOWED, false, persistence);
        } else if (request.isPlaintext()) {
            responses.plaintext(output, headOnly, persistence);
        } else {
            return answerPath(RequestTarget.path(request.target()), headOnly, persistence, responses, output);
        }
        return null;
    }

    private FileBody answerPath(
            String path, boolean headOnly, Persistence persistence, ResponseWriter responses, ByteBuffer output) {
        if (path == null) {
            responses.status(output, HttpStatus.BAD_REQUEST, headOnly, persistence);
        } else if (path.equals("/plaintext")) {
            responses.plaintext(output, headOnly, persistence);
        } else if (files != null) {
            return answerFile(files.find(path), headOnly, persistence, responses, output);
        } else if (path.equals("/") || path.equals("/index.html")) {
            responses.full(output, HttpStatus.OK, HTML, PAGE, headOnly, persistence);
        } else {
            responses.status(output, HttpStatus.NOT_FOUND, headOnly, persistence);
        }
        return null;
    }

    /** Opening a file blocks the loop for as long as the system takes: right for a page cache, not for a network disk. */
    private FileBody answerFile(
            Path file, boolean headOnly, Persistence persistence, ResponseWriter responses, ByteBuffer output) {
        if (file == null) {
            responses.status(output, HttpStatus.NOT_FOUND, headOnly, persistence);
            return null;
        }
        FileSource source = null;
        try {
            source = opener.open(file);
            long bytes = source.size();
            byte[] type = MediaType.of(file.getFileName().toString());
            responses.head(output, HttpStatus.OK, type, bytes, persistence);
            if (bytes > 0 && !headOnly) {
                return new FileBody(source, bytes);
            }
            source.close();
        } catch (IOException e) {
            if (source != null) {
                source.close();
            }
            responses.status(output, HttpStatus.INTERNAL_SERVER_ERROR, headOnly, persistence);
        }
        return null;
    }
}
