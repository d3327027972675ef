package io.trunkline.gateway.explain;

import static io.trunkline.gateway.explain.ExplainGateway.A;
import static io.trunkline.gateway.explain.ExplainGateway.B;
import static io.trunkline.gateway.explain.ExplainGateway.OWNER;
import static io.trunkline.gateway.explain.ExplainGateway.backend;
import static io.trunkline.gateway.explain.ExplainGateway.client;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may ask, and what. */
class ExplainAccessIT {
    private static final String SOME = "?message=m";

    @TempDir
    private static Path directory;

    private static ExplainGateway gateway;

    @BeforeAll
    static void start() {
        gateway = new ExplainGateway(directory);
    }

    @AfterAll
    static void end() {
        gateway.close();
    }

    private static void isProblem(java.net.http.HttpResponse<String> answer, int status, String code) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(answer.body()).contains("/problems/" + code).doesNotContain("of the application\"");
    }

    @Test
    void theOperatorAndTheOwnerAreAnswered() throws Exception {
        for (var token : new String[] {AdminPeer.OPERATOR, backend(A, OWNER)}) {
            var answer = gateway.ask(A, token, SOME);

            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            assertThat(answer.body()).contains("\"unknown-message\"").doesNotContain("secret");
        }
    }

    @Test
    void nobodyElseIs() throws Exception {
        isProblem(gateway.ask(A, "", SOME), 401, "unauthenticated");
        isProblem(gateway.ask(A, "another-operators", SOME), 401, "unauthenticated");
        isProblem(gateway.ask(A, AdminPeer.SERVICE, SOME), 401, "unauthenticated");
        isProblem(gateway.ask(A, backend(B, OWNER), SOME), 401, "unauthenticated");
        isProblem(gateway.ask(A, client(A, "me", OWNER), SOME), 401, "unauthenticated");
        isProblem(gateway.ask(A, backend(A, "realtime:admin:manage:connections"), SOME), 403, "forbidden");
        isProblem(gateway.ask("nobody", AdminPeer.OPERATOR, SOME), 404, "unknown-application");
    }

    @Test
    void aTenantSeesNothingOfAnother() throws Exception {
        try (var theirs = new Listener(gateway.line(B, "theirs"))) {
            theirs.subscribe("chat");
            gateway.publish("chat", "mine-1");

            var answer =
                    gateway.ask(A, backend(A, OWNER), SOME.replace("=m", "=mine-1") + "&connection=" + theirs.id());
            var other = gateway.ask(B, backend(B, OWNER), "?message=mine-1&connection=" + theirs.id());

            assertThat(answer.body()).contains("\"unknown-connection\"").doesNotContain("theirs");
            assertThat(other.body()).contains("\"unknown-message\"").contains("theirs");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "?message=",
                "?connection=0123",
                "?message=m&connection=xyz",
                "?message=m&limit=0",
                "?message=m&limit=1001",
                "?message=m&limit=many"
            })
    void aBadQuestionIsTold(String query) throws Exception {
        isProblem(gateway.ask(A, AdminPeer.OPERATOR, query), 400, "malformed");
    }

    @Test
    void aLongIdIsNoId() throws Exception {
        isProblem(gateway.ask(A, AdminPeer.OPERATOR, "?message=" + "m".repeat(129)), 400, "malformed");
        isProblem(gateway.ask("x".repeat(65), AdminPeer.OPERATOR, SOME), 404, "unknown-application");
        isProblem(gateway.ask("a%20b", AdminPeer.OPERATOR, SOME), 404, "unknown-application");
    }
}
