package dev.pollux.frameworks.micronaut;

import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.runtime.Micronaut;

/** An HTTP server of Micronaut on Pollux, by its {@code application.properties}. {@code -micronaut.server.port} tells its port. */
@Controller
public class HelloServer {
    /** Greets. */
    @Get(uri = "/{name}", produces = MediaType.TEXT_PLAIN)
    public String hello(@PathVariable String name) {
        return "Hello, " + name + "!";
    }

    /** Runs until the process ends. */
    public static void main(String[] args) {
        Micronaut.run(HelloServer.class, args);
    }
}
