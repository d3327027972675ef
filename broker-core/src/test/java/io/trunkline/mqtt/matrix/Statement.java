package io.trunkline.mqtt.matrix;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/**
 * A numbered statement of a standard, in our own words.
 *
 * @param number without its prefix: {@code 3.1.2-24}
 * @param concerns server, client or both
 */
record Statement(String version, String number, String concerns, String text) {

    boolean concernsServer() {
        return !concerns.equals("client");
    }

    static List<Statement> of(String version) {
        return lines("statements-" + version + ".csv", 3)
                .map(cells -> new Statement(version, cells[0], cells[1], cells[2]))
                .toList();
    }

    /** The lines of a resource, cut at the semicolons into so many cells. */
    static java.util.stream.Stream<String[]> lines(String resource, int cells) {
        var stream = Objects.requireNonNull(Statement.class.getResourceAsStream("/mqtt/" + resource), resource);
        try (var reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            return reader.lines().map(line -> cut(line, cells)).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String[] cut(String line, int cells) {
        var cut = line.split(";", -1);
        if (cut.length != cells) {
            throw new IllegalStateException("not " + cells + " cells: " + line);
        }
        return cut;
    }
}
