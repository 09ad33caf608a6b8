package dev.pollux.frameworks.spring;

import dev.pollux.frameworks.reactor.PolluxLoops;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import reactor.netty.resources.LoopResources;

/** An application of Spring Boot's WebFlux on Pollux. {@code --server.port} tells its port. */
@SpringBootApplication(proxyBeanMethods = false)
@RestController
public class HelloServer {
    // guide: spring
    @Bean
    ReactorResourceFactory reactorResources() {
        ReactorResourceFactory resources = new ReactorResourceFactory();
        resources.setUseGlobalResources(false);
        resources.setLoopResourcesSupplier(() -> new PolluxLoops(LoopResources.DEFAULT_IO_WORKER_COUNT));
        return resources;
    }
    // end

    @GetMapping("/{name}")
    Mono<String> hello(@PathVariable("name") String name) {
        return Mono.just("Hello, " + name + "!");
    }

    /** Runs until the process ends. */
    public static void main(String[] args) {
        SpringApplication.run(HelloServer.class, args);
    }
}
