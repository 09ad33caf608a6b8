package dev.pollux.internal.handle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pollux.NeedsNoBinding;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a program in a module of its own sees of a class whose superclass is in a package that is not exported. */
@NeedsNoBinding
class OtherModuleTest {
    @TempDir
    Path directory;

    @Test
    void usesADescriptorAsIfItHadNoSuperclass() throws Exception {
        assertEquals("", compile("""
                java.util.function.Function<Descriptor, Boolean> open = Descriptor::isOpen;
                try (EventFd counter = EventFd.create()) {
                    counter.add(1);
                    Descriptor descriptor = counter;
                    boolean both = open.apply(descriptor) && counter.isOpen() && descriptor.number() == counter.fd();
                    AutoCloseable resource = descriptor;
                    resource.close();
                }
                Handle handle = Iocp.create(0);
                boolean isOpen = handle.isOpen();
                handle.close();
                """));
    }

    @Test
    void doesNotSeeTheCount() throws Exception {
        String said = compile("EventFd.create().endUse();");
        assertTrue(said.contains("endUse() has protected access"), said);
        String named = compile("dev.pollux.internal.handle.UseCount count = EventFd.create();");
        assertTrue(named.contains("does not export it"), named);
    }

    /** {@return what the compiler says of these statements, in a method of another module} */
    private String compile(String statements) throws Exception {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        assumeTrue(compiler != null, "this runtime has no compiler");
        Path library = Path.of(UseCount.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        Path module = write("module-info.java", "module user { requires dev.pollux; }");
        Path user = write("user/User.java", """
                package user;
                import dev.pollux.linux.*;
                import dev.pollux.windows.*;
                class User {
                    static void use() throws Exception {
                        %s
                    }
                }
                """.formatted(statements));
        StringWriter said = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            compiler.getTask(
                            said,
                            files,
                            null,
                            List.of(
                                    "-proc:none",
                                    "-classpath",
                                    directory.toString(),
                                    "--module-path",
                                    library.toString(),
                                    "-d",
                                    directory.resolve("out").toString()),
                            null,
                            files.getJavaFileObjects(module, user))
                    .call();
        }
        return said.toString();
    }

    private Path write(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }
}
