package dev.pollux.benchmarks.results;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a run of a suite has measured, and where: gathered round by round, kept in a JSON file between the run and the report.
 */
public final class Results {
    private static final Gson GSON = new GsonBuilder().setPrettyPrinting().create();

    private record Key(String suite, String group, String scene, String contestant, String metric) {}

    private record File(Map<String, String> environment, List<Measurement> measurements) {}

    private final Map<String, String> environment = new LinkedHashMap<>();
    private final Map<Key, Measurement> measurements = new LinkedHashMap<>();

    /** Tells a fact of the run: the kernel, the JDK, the command. */
    public void fact(String name, String value) {
        environment.put(name, value);
    }

    /** Adds one round's sample of a figure. */
    public void add(
            String suite,
            String group,
            String scene,
            String contestant,
            String metric,
            String unit,
            Better better,
            double sample) {
        if (!Double.isFinite(sample)) {
            throw new IllegalArgumentException(
                    contestant + " in " + group + ", " + scene + ": " + metric + " is " + sample);
        }
        Key key = new Key(suite, group, scene, contestant, metric);
        Measurement known = measurements.get(key);
        List<Double> samples = known == null ? new ArrayList<>() : new ArrayList<>(known.samples());
        samples.add(sample);
        measurements.put(key, new Measurement(suite, group, scene, contestant, metric, unit, better, samples));
    }

    /** {@return the facts of the run, in the order they were told} */
    public Map<String, String> environment() {
        return environment;
    }

    /** {@return the figures, in the order they were first added} */
    public List<Measurement> measurements() {
        return List.copyOf(measurements.values());
    }

    /** Takes in all of another run's, a later fact or figure in place of an earlier one. */
    public void include(Results other) {
        environment.putAll(other.environment);
        measurements.putAll(other.measurements);
    }

    public void write(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        Files.writeString(file, GSON.toJson(new File(environment, measurements())) + "\n");
    }

    /**
     * {@return what a file holds}
     *
     * @throws IOException if it can't be read, or is no file of results
     */
    public static Results read(Path file) throws IOException {
        Results results = new Results();
        try {
            File content = GSON.fromJson(Files.readString(file), File.class);
            if (content == null || content.environment == null || content.measurements == null) {
                throw new IOException(file + " holds no results");
            }
            results.environment.putAll(content.environment);
            for (Measurement each : content.measurements) {
                results.measurements.put(
                        new Key(each.suite(), each.group(), each.scene(), each.contestant(), each.metric()), each);
            }
        } catch (JsonParseException e) {
            throw new IOException(file + " holds no results: " + e.getMessage(), e);
        }
        return results;
    }
}
