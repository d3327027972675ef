package io.trunkline.mqtt.matrix;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Statements beside what proves them, or beside the reason why nothing does. */
record Matrix(List<Statement> statements, Proofs proofs, Map<String, String> reasons) {
    private static final String HEAD = """
            # MQTT conformance

            Every numbered statement of the OASIS standards MQTT 3.1.1 and MQTT 5.0 that concerns a server, in short words of our own (the standard's text
            decides), and the tests that prove it with bytes over real sockets, or the reason why there is none. This table is made by `MatrixTest` from the
            `@Proves` annotations in the tests; do not edit it, see CONTRIBUTING.md.
            """;

    static Matrix of(Proofs proofs) {
        var statements = List.of("3.1.1", "5").stream()
                .flatMap(version -> Statement.of(version).stream())
                .toList();
        var reasons = Statement.lines("unproven.csv", 3)
                .collect(Collectors.toMap(cells -> cells[0] + ' ' + cells[1], cells -> cells[2]));
        return new Matrix(statements, proofs, reasons);
    }

    /** Those that no test proves and no reason excuses. */
    List<Statement> open() {
        return ours().stream()
                .filter(statement -> !isProven(statement) && reason(statement) == null)
                .toList();
    }

    /** Reasons for what is proven, or for what is no statement. */
    List<String> needlessReasons() {
        return reasons.keySet().stream()
                .filter(key ->
                        ours().stream().noneMatch(statement -> key.equals(key(statement)) && !isProven(statement)))
                .toList();
    }

    double coverage(String version) {
        var all = ours().stream().filter(s -> s.version().equals(version)).toList();
        return (double) all.stream().filter(this::isProven).count() / all.size();
    }

    String table() {
        return HEAD + part("3.1.1") + part("5");
    }

    private String part(String version) {
        var rows = ours().stream()
                .filter(statement -> statement.version().equals(version))
                .map(this::row)
                .collect(Collectors.joining("\n"));
        var count = ours().stream().filter(s -> s.version().equals(version)).count();
        return String.format(
                Locale.ROOT,
                "\n## MQTT %s: %.1f %% of %d statements proven\n\n| MQTT- | in short | proven by |\n|---|---|---|\n%s\n",
                version,
                100 * coverage(version),
                count,
                rows);
    }

    private String row(Statement statement) {
        var tests = String.join(", ", proofs.of(statement));
        var reason = reason(statement);
        return "| " + statement.number() + " | " + statement.text() + " | "
                + (reason == null ? tests : "*not proven: " + reason + '*') + " |";
    }

    private List<Statement> ours() {
        return statements.stream().filter(Statement::concernsServer).toList();
    }

    private boolean isProven(Statement statement) {
        return !proofs.of(statement).isEmpty();
    }

    private @org.jspecify.annotations.Nullable String reason(Statement statement) {
        return reasons.get(key(statement));
    }

    private static String key(Statement statement) {
        return statement.version() + ' ' + statement.number();
    }
}
