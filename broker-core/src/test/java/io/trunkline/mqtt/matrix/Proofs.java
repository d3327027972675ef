package io.trunkline.mqtt.matrix;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Which tests prove which statements, by the {@code @Proves} in the test sources of all modules. */
final class Proofs {
    private static final Set<String> MADE = Set.of("target", "node_modules", ".git");
    private static final Pattern PROVES = Pattern.compile("^ *@Proves\\(([^)]*)\\)", Pattern.MULTILINE);
    private static final Pattern METHOD = Pattern.compile("\\bvoid (\\w+)\\(");
    private static final Pattern NUMBER = Pattern.compile("\"([^\"]+)\"");
    private static final Pattern TEST = Pattern.compile("^ *@(Test|ParameterizedTest)\\b", Pattern.MULTILINE);

    private final Map<String, SortedSet<String>> tests = new TreeMap<>();

    /** Reads the test sources of all modules below a directory. */
    static Proofs below(Path root) throws IOException {
        var proofs = new Proofs();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                var isMade = MADE.contains(String.valueOf(directory.getFileName()));
                return isMade && !directory.equals(root) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (isTestSource(file)) {
                    proofs.read(file.getFileName().toString().replace(".java", ""), Files.readString(file));
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return proofs;
    }

    private static boolean isTestSource(Path file) {
        var path = file.toString().replace('\\', '/');
        return path.contains("/src/test/java/") && path.endsWith(".java");
    }

    void read(String type, String source) {
        var proves = PROVES.matcher(source);
        while (proves.find()) {
            var method = METHOD.matcher(source);
            if (!method.find(proves.end())) {
                throw new IllegalStateException(type + " has a @Proves that stands on nothing");
            }
            var name = type + "." + method.group(1);
            checkIsTest(name, source.substring(source.lastIndexOf("\n\n", proves.start()), method.start()));
            add("3.1.1", "v3", proves.group(1), name);
            add("5", "v5", proves.group(1), name);
        }
    }

    private static void checkIsTest(String name, String annotations) {
        if (!TEST.matcher(annotations).find() || annotations.contains("@Disabled")) {
            throw new IllegalStateException(name + " proves something and is no test that runs");
        }
    }

    private void add(String version, String attribute, String arguments, String name) {
        var list =
                Pattern.compile("\\b" + attribute + " = (\\{[^}]*}|\"[^\"]*\")").matcher(arguments);
        if (list.find()) {
            NUMBER.matcher(list.group(1))
                    .results()
                    .map(found -> found.group(1))
                    .forEach(number -> tests.computeIfAbsent(version + ' ' + number, key -> new TreeSet<>())
                            .add(name));
        }
    }

    Collection<String> of(Statement statement) {
        return tests.getOrDefault(key(statement), new TreeSet<>());
    }

    /** What tests claim to prove and nobody stated. */
    List<String> unknown(Collection<Statement> statements) {
        var known = statements.stream().map(Proofs::key).toList();
        return tests.keySet().stream().filter(key -> !known.contains(key)).toList();
    }

    private static String key(Statement statement) {
        return statement.version() + ' ' + statement.number();
    }
}
