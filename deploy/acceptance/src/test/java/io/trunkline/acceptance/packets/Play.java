package io.trunkline.acceptance.packets;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;

/** A script on one server. */
public final class Play {
    /** In which a server must not say what scripts do not wait for. */
    private static final Duration QUIET = Duration.ofMillis(60);

    private final Script script;
    private final Contender server;
    private final Map<String, Actor> actors = new LinkedHashMap<>();
    private final Set<String> retained = new LinkedHashSet<>();

    private Play(Script script, Contender server) {
        this.script = script;
        this.server = server;
    }

    /** What each client has heard, in order, client by client. */
    public static List<String> of(Script script, Contender server) {
        var play = new Play(script, server);
        try {
            script.steps().forEach(step -> play.step(step.replace("%", script.name())));
            return play.transcript();
        } finally {
            play.clear();
            play.actors.values().forEach(Actor::close);
        }
    }

    private void step(String step) {
        var parts = step.split("\\s+", 3);
        var words = Words.of(parts.length > 2 ? parts[2] : "");
        if (parts[0].equals("pass")) {
            pass(Duration.ofMillis(Long.parseLong(parts[1])));
            return;
        }
        noteRetained(parts[1], words);
        actors.computeIfAbsent(parts[0], name -> new Actor(script.name() + "-" + name, server, script.version()))
                .act(parts[1], words);
    }

    private void noteRetained(String verb, Words words) {
        if (verb.equals("publish") && words.has("retain")) {
            retained.add(words.plain().get(0));
        }
        if (words.number("will-retain", 0) == 1) {
            retained.add(words.get("will", ""));
        }
    }

    private static void pass(Duration time) {
        Awaitility.await().pollDelay(time).atMost(time.plusSeconds(60)).until(() -> true);
    }

    private List<String> transcript() {
        actors.values().forEach(Actor::settle);
        pass(QUIET);
        List<String> transcript = new ArrayList<>();
        actors.forEach((name, actor) -> actor.heard().forEach(packet -> transcript.add(name + " " + packet)));
        return transcript;
    }

    /** Leaves nothing that a later script could hear. */
    private void clear() {
        actors.values().forEach(Actor::forget);
        if (retained.isEmpty()) {
            return;
        }
        try (var cleaner = new Actor(script.name() + "-cleaner", server, 4)) {
            cleaner.act("connect", Words.of(""));
            retained.forEach(topic -> {
                cleaner.act("publish", Words.of("\"" + topic + "\" \"\" qos=1 retain"));
                cleaner.act("<", Words.of("PUBACK"));
            });
        }
    }
}
