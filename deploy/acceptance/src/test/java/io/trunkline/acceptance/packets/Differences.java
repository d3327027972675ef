package io.trunkline.acceptance.packets;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;

/**
 * The differences that are known and explained: for a script and a peer, the lines that only ours ({@code -}) and only the peer ({@code +}) answers, and why.
 * A block of the file is {@code == <peer> <script>}, lines of reasons, and those lines. {@code ~} stands before an expression for what ours adds to packets
 * everywhere.
 */
public final class Differences {
    private final Map<String, Block> known = new LinkedHashMap<>();
    private final Map<Pattern, AtomicBoolean> additions = new LinkedHashMap<>();

    /** One difference. */
    record Block(List<String> reasons, List<String> lines) {
        Block() {
            this(new ArrayList<>(), new ArrayList<>());
        }
    }

    /** Reads the file. */
    public static Differences in(Path file) {
        var differences = new Differences();
        var block = new Block();
        try {
            for (var line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
                if (line.startsWith("== ")) {
                    block = new Block();
                    differences.known.put(line.substring(3).strip(), block);
                } else if (line.startsWith("~ ")) {
                    differences.additions.put(Pattern.compile(line.substring(2)), new AtomicBoolean());
                } else if (line.startsWith("- ") || line.startsWith("+ ")) {
                    block.lines().add(line.stripTrailing());
                } else if (!line.isBlank() && !line.startsWith("//")) {
                    block.reasons().add(line.strip());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return differences;
    }

    /** What ours answers, without what it adds everywhere. */
    public List<String> withoutAdditions(List<String> ours) {
        return ours.stream().map(this::withoutAdditions).toList();
    }

    private String withoutAdditions(String line) {
        var left = line;
        for (var addition : additions.entrySet()) {
            var found = addition.getKey().matcher(left);
            if (found.find()) {
                addition.getValue().set(true);
                left = found.replaceAll("");
            }
        }
        return left;
    }

    /** What ours was said to add, and has not added to anything. */
    public List<String> unusedAdditions() {
        return additions.entrySet().stream()
                .filter(addition -> !addition.getValue().get())
                .map(addition -> addition.getKey().pattern())
                .toList();
    }

    /** The names of blocks without a reason. */
    public List<String> unexplained() {
        return known.entrySet().stream()
                .filter(entry -> entry.getValue().reasons().isEmpty())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** What is known about these, whether or not there is a script of that name. */
    public List<String> names() {
        return List.copyOf(known.keySet());
    }

    /** The lines that are known to differ; none if nothing is. */
    public List<String> of(String peer, String script) {
        return known.getOrDefault(peer + " " + script, new Block()).lines();
    }

    /** The lines in which two transcripts differ, by their longest common subsequence. */
    public static List<String> between(List<String> ours, List<String> theirs) {
        var common = common(ours, theirs);
        List<String> lines = new ArrayList<>();
        var i = 0;
        var j = 0;
        while (i < ours.size() || j < theirs.size()) {
            if (i < ours.size() && j < theirs.size() && ours.get(i).equals(theirs.get(j))) {
                i++;
                j++;
            } else if (j >= theirs.size() || (i < ours.size() && common[i + 1][j] >= common[i][j + 1])) {
                lines.add("- " + ours.get(i++));
            } else {
                lines.add("+ " + theirs.get(j++));
            }
        }
        return lines;
    }

    /** How long the common part is of what follows each pair of places. */
    private static int[][] common(List<String> ours, List<String> theirs) {
        var common = new int[ours.size() + 1][theirs.size() + 1];
        for (var i = ours.size() - 1; i >= 0; i--) {
            for (var j = theirs.size() - 1; j >= 0; j--) {
                common[i][j] = ours.get(i).equals(theirs.get(j))
                        ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        return common;
    }
}
