package io.trunkline.bench;

import io.trunkline.bench.load.Timing;
import io.trunkline.bench.scenario.MqttOptions;
import io.trunkline.bench.scenario.MqttShape;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The command line.
 *
 * @param only what to measure
 * @param rounds how often each load is played on each server
 * @param timing of a round
 * @param connections how many idle WebSockets, and then MQTT sessions, to open
 * @param mqtt which of MQTT
 * @param rows of the long log
 * @param jar the standalone
 * @param javaOptions for the standalone's JVM
 * @param report where to write the Markdown
 */
record Options(
        Set<Scenario> only,
        int rounds,
        Timing timing,
        int connections,
        MqttOptions mqtt,
        int rows,
        Path jar,
        List<String> javaOptions,
        Path report) {
    static final String HELP = """
            Measures the standalone beside nats-server and mosquitto, on loopback, in some 25 minutes, of which MQTT takes 15.

              --only ws,mqtt,idle,start,durable,resume
                                         what to measure (default: all of these); log is a durable log of many rows, some minutes
              --rounds 3                 how often each load is played on each server, in turn
              --seconds 3                measured time of a round
              --warm-up 2                seconds of load before that
              --connections 15000        idle WebSockets, and idle MQTT sessions; a process may hold 20,000 descriptors on some machines
              --mqtt-version 5           4 is MQTT 3.1.1, 5 is MQTT 5
              --mqtt-qos 0,1,2           the qualities of service that are played
              --mqtt-shapes LIST         of fan-out,crowd,fan-in,pairs (default: all of them)
              --rows 10000000            of the log
              --standalone JAR           default deploy/standalone/target/standalone-0.1.0-SNAPSHOT.jar
              --java-options "..."       for the standalone's JVM
              --report FILE              default target/bench.md
              --help                     this text

            TRUNKLINE_OPERATOR_TOKEN, if set, becomes the operator token of the standalone that is started.""";

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Map<String, String> DEFAULTS = Map.ofEntries(
            Map.entry("--only", "ws,mqtt,idle,start,durable,resume"),
            Map.entry("--rounds", "3"),
            Map.entry("--seconds", "3"),
            Map.entry("--warm-up", "2"),
            Map.entry("--connections", "15000"),
            Map.entry("--mqtt-version", "5"),
            Map.entry("--mqtt-qos", "0,1,2"),
            Map.entry("--mqtt-shapes", "fan-out,crowd,fan-in,pairs"),
            Map.entry("--rows", "10000000"),
            Map.entry("--standalone", "deploy/standalone/target/standalone-0.1.0-SNAPSHOT.jar"),
            Map.entry("--java-options", ""),
            Map.entry("--report", "target/bench.md"));

    /** Reads the arguments; {@link IllegalArgumentException} says what is wrong with them. */
    static Options parse(String... arguments) {
        Map<String, String> given = new HashMap<>(DEFAULTS);
        Deque<String> rest = new ArrayDeque<>(List.of(arguments));
        while (!rest.isEmpty()) {
            String name = rest.pop();
            if (!DEFAULTS.containsKey(name) || rest.isEmpty()) {
                throw new IllegalArgumentException(
                        DEFAULTS.containsKey(name) ? name + " needs a value" : "unknown option " + name);
            }
            given.put(name, rest.pop());
        }
        return new Options(
                some(Scenario.class, given, "--only"),
                number(given, "--rounds", 1, 50),
                new Timing(seconds(given, "--warm-up"), seconds(given, "--seconds"), PATIENCE),
                number(given, "--connections", 1, 19_000),
                new MqttOptions(
                        number(given, "--mqtt-version", 4, 5),
                        qualities(value(given, "--mqtt-qos")),
                        some(MqttShape.class, given, "--mqtt-shapes")),
                number(given, "--rows", 1, 20_000_000),
                Path.of(value(given, "--standalone")),
                List.of(value(given, "--java-options").strip().split(" +")).stream()
                        .filter(option -> !option.isEmpty())
                        .toList(),
                Path.of(value(given, "--report")));
    }

    private static <E extends Enum<E>> Set<E> some(Class<E> type, Map<String, String> given, String option) {
        Set<E> some = EnumSet.noneOf(type);
        for (String name : value(given, option).split(",", -1)) {
            try {
                some.add(Enum.valueOf(type, name.strip().replace('-', '_').toUpperCase(Locale.ROOT)));
            } catch (IllegalArgumentException unknown) {
                throw new IllegalArgumentException(option + " does not know " + name, unknown);
            }
        }
        return some;
    }

    private static List<Integer> qualities(String text) {
        if (!text.matches("[012](,[012])*")) {
            throw new IllegalArgumentException("--mqtt-qos is some of 0,1,2");
        }
        return Stream.of(text.split(",", -1)).map(Integer::valueOf).distinct().toList();
    }

    private static Duration seconds(Map<String, String> given, String name) {
        return Duration.ofSeconds(number(given, name, 1, 600));
    }

    private static String value(Map<String, String> given, String name) {
        return Objects.requireNonNull(given.get(name));
    }

    private static int number(Map<String, String> given, String name, int least, int most) {
        String text = value(given, name);
        if (!text.matches("\\d{1,8}") || Integer.parseInt(text) < least || Integer.parseInt(text) > most) {
            throw new IllegalArgumentException(name + " must be a number from " + least + " to " + most);
        }
        return Integer.parseInt(text);
    }
}
