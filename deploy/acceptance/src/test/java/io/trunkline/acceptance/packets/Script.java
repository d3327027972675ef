package io.trunkline.acceptance.packets;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * One conversation with a server: steps of several clients, in order.
 *
 * @param name of the script and the version
 * @param steps each {@code <client> <verb> <words>}
 */
public record Script(String name, int version, List<String> steps) {

    /** All scripts of a folder; one that is for both versions comes twice. */
    public static List<Script> in(Path folder) {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".script"))
                    .sorted()
                    .flatMap(Script::of)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Script> of(Path file) {
        List<Script> scripts = new ArrayList<>();
        List<List<String>> steps = new ArrayList<>();
        for (var line : lines(file)) {
            var text = line.strip();
            if (text.startsWith("script ")) {
                var words = Words.of(text).plain();
                var body = new ArrayList<String>();
                steps.add(body);
                words.subList(2, words.size())
                        .forEach(version -> scripts.add(script(words.get(1), Integer.parseInt(version), body)));
            } else if (!text.isEmpty() && !text.startsWith("//")) {
                steps.get(steps.size() - 1).add(text);
            }
        }
        return scripts.stream();
    }

    private static Script script(String name, int version, List<String> steps) {
        return new Script(name + "-" + version, version == 3 ? 4 : version, steps);
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
