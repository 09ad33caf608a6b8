package dev.consumer;

import dev.pollux.completion.CompletionDispatcher;
import dev.pollux.micrometer.PolluxMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

/** A dispatcher that runs ten tasks, and its counters in a registry. Once it is closed, nothing is left of it there. */
public final class Metered {
    private Metered() {}

    public static void main(String[] arguments) throws Exception {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        try (CompletionDispatcher loop = CompletionDispatcher.builder().name("metered").open()) {
            new PolluxMetrics(loop).bindTo(registry);
            for (int i = 0; i < 9; i++) {
                loop.execute(() -> {});
            }
            loop.execute(loop::stop);
            loop.run();
            System.out.println(registry.getMetersAsString());
            double tasks = registry.get("pollux.dispatcher.tasks")
                    .tag("dispatcher", "metered")
                    .functionCounter()
                    .count();
            require(tasks == 10, "ten tasks, not " + tasks);
        }
        require(registry.getMeters().isEmpty(), "no meter after close");
        System.out.println("no meter after close");
    }

    private static void require(boolean condition, String what) {
        if (!condition) {
            System.out.println("NOT SO: " + what);
            System.exit(1);
        }
    }
}
