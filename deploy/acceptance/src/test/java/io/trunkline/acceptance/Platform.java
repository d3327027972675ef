package io.trunkline.acceptance;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The whole platform as its user runs it: one process, of which only the terminal and the ports are known. */
final class Platform implements AutoCloseable {
    private static final Duration READY_WITHIN = Duration.ofSeconds(90);
    private static final Duration STOPPED_WITHIN = Duration.ofSeconds(30);
    private static final String TOKEN = "operator token";

    private final Installation installation;
    private final Program program;
    private final String operatorToken;

    private Platform(Installation installation, Program program) {
        this.installation = installation;
        this.program = program;
        var line = program.line(text -> text.strip().startsWith(TOKEN), READY_WITHIN);
        this.operatorToken = line.strip().substring(TOKEN.length()).strip();
    }

    static Platform start(Installation installation, Map<String, String> settings) {
        return new Platform(installation, installation.launch(settings));
    }

    Installation installation() {
        return installation;
    }

    String operatorToken() {
        return operatorToken;
    }

    /** The lines to paste: commands that begin with this word. */
    String lineToPaste(String command) {
        return program.line(line -> line.startsWith(command + " "), READY_WITHIN);
    }

    List<String> terminal() {
        return program.lines();
    }

    /** Ctrl-C; answers the exit code. */
    int interrupt() {
        program.signal("INT");
        return program.exitCode(STOPPED_WITHIN);
    }

    /** What a power cut or the out-of-memory killer does. */
    void kill() {
        program.signal("KILL");
        program.exitCode(STOPPED_WITHIN);
    }

    @Override
    public void close() {
        program.close();
    }
}
