package io.trunkline.acceptance.packets;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** All scripts on one server, one after the other; who asks for a transcript waits for it. */
public final class Recording {
    private final Map<Script, CompletableFuture<List<String>>> transcripts = new LinkedHashMap<>();

    private Recording() {}

    /** Begins to play; {@code executor} gives it a thread of its own. */
    public static Recording of(List<Script> scripts, Contender server, Executor executor) {
        var recording = new Recording();
        scripts.forEach(script -> recording.transcripts.put(script, new CompletableFuture<>()));
        executor.execute(() -> recording.transcripts.forEach(
                (script, transcript) -> transcript.completeAsync(() -> Play.of(script, server), Runnable::run)));
        return recording;
    }

    /** What the server answered to a script. */
    public List<String> transcript(Script script) {
        return transcripts.get(script).join();
    }
}
