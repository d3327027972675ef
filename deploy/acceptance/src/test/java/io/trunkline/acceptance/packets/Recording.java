package io.trunkline.acceptance.packets;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.stream.Stream;

/** All scripts on one server, several at a time; who asks for a transcript waits for it. */
public final class Recording {
    private static final int AT_ONCE = 4;

    private final Map<Script, CompletableFuture<List<String>>> transcripts = new LinkedHashMap<>();
    private final Contender server;

    private Recording(List<Script> scripts, Contender server) {
        this.server = server;
        scripts.forEach(script -> transcripts.put(script, new CompletableFuture<>()));
    }

    /** Begins to play; {@code executor} gives it threads of its own. */
    public static Recording of(List<Script> scripts, Contender server, Executor executor) {
        var recording = new Recording(scripts, server);
        var left = new ConcurrentLinkedQueue<Script>();
        scripts.stream().filter(script -> !script.alone()).forEach(left::add);
        var players = Stream.generate(() -> CompletableFuture.runAsync(() -> recording.play(left), executor))
                .limit(AT_ONCE)
                .toArray(CompletableFuture<?>[]::new);
        CompletableFuture.allOf(players)
                .thenRun(() -> scripts.stream().filter(Script::alone).forEach(recording::play));
        return recording;
    }

    private void play(Queue<Script> left) {
        for (var script = left.poll(); script != null; script = left.poll()) {
            play(script);
        }
    }

    private void play(Script script) {
        transcripts.get(script).completeAsync(() -> Play.of(script, server), Runnable::run);
    }

    /** What the server answered to a script. */
    public List<String> transcript(Script script) {
        return transcripts.get(script).join();
    }
}
