package dev.pollux.examples.demo;

import java.util.EnumMap;
import java.util.Map;

/** One of the two that are compared, with what was measured of it. */
final class Contender {
    final String name;
    final ServerUnderTest.Layer layer;
    private final Map<Figure, Samples> samples = new EnumMap<>(Figure.class);
    private String description = "";

    Contender(String name, ServerUnderTest.Layer layer) {
        this.name = name;
        this.layer = layer;
        for (Figure figure : Figure.values()) {
            samples.put(figure, new Samples());
        }
    }

    /** {@return what it runs on, or empty until it has run} */
    String description() {
        return description;
    }

    void description(String told) {
        description = told;
    }

    void add(Figure figure, double value) {
        samples.get(figure).add(value);
    }

    Samples samples(Figure figure) {
        return samples.get(figure);
    }
}
