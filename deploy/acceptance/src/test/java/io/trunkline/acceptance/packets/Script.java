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
 * @param alone whether no other may be played on the server at the same time
 * @param steps each {@code <client> <verb> <words>}
 */
public record Script(String name, int version, boolean alone, List<String> steps) {

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
                var body = new ArrayList<String>();
                steps.add(body);
                scripts.addAll(headed(Words.of(text).plain(), body));
            } else if (!text.isEmpty() && !text.startsWith("//")) {
                steps.get(steps.size() - 1).add(text);
            }
        }
        return scripts.stream();
    }

    /** {@code script <name> [alone] [3] [5]}. */
    private static List<Script> headed(List<String> head, List<String> steps) {
        var name = head.get(1);
        var alone = head.contains("alone");
        var three = new Script(name + "-3", 4, alone, steps);
        var five = new Script(name + "-5", 5, alone, steps);
        return Stream.of(three, five)
                .filter(script -> head.contains(script.name().substring(name.length() + 1)))
                .toList();
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
