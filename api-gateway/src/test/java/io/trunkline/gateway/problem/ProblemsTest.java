package io.trunkline.gateway.problem;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.codec.DecodingException;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebInputException;
import org.springframework.web.server.UnsupportedMediaTypeStatusException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

@ExtendWith(OutputCaptureExtension.class)
class ProblemsTest {
    private final JsonMapper json = JsonMapper.builder().build();
    private final Problems problems = new Problems(json);
    private final MockServerWebExchange exchange =
            MockServerWebExchange.from(MockServerHttpRequest.get("/apps/1?access_token=secret"));

    private Map<String, Object> answer(Throwable error) {
        problems.handle(exchange, error).block();
        assertThat(exchange.getResponse().getHeaders().getContentType()).isEqualTo(MediaType.APPLICATION_PROBLEM_JSON);
        return json.readValue(exchange.getResponse().getBodyAsString().block(), new TypeReference<>() {});
    }

    @Test
    void showsARefusalWithItsDetail() {
        var body = answer(new Refused(Reason.RATE_EXCEEDED, "Slower, please"));

        assertThat(body)
                .isEqualTo(Map.of(
                        "type",
                        "/problems/rate-exceeded",
                        "title",
                        Reason.RATE_EXCEEDED.text(),
                        "status",
                        429,
                        "detail",
                        "Slower, please"));
        assertThat(exchange.getResponse().getStatusCode()).isEqualTo(HttpStatus.TOO_MANY_REQUESTS);
        assertThat(exchange.getResponse().getHeaders().getFirst("Retry-After")).isEqualTo("1");
    }

    @Test
    void challengesWhoIsNotAuthenticated() {
        answer(new Refused(Reason.UNAUTHENTICATED));

        assertThat(exchange.getResponse().getHeaders().getFirst("WWW-Authenticate"))
                .startsWith("Bearer ");
    }

    @Test
    void keepsTheQueryOutOfTheLogWhereSpringHasHungItOnTheFault(CapturedOutput output) {
        var fault = new IllegalStateException("broken");
        fault.addSuppressed(new IllegalStateException("checkpoint: HTTP GET \"/apps/1?access_token=secret\""));

        answer(fault);

        assertThat(output.getAll()).contains("IllegalStateException: broken").doesNotContain("secret");
    }

    @Test
    void tellsNothingOfAFaultButItsIdAndLogsItOnceWithoutTheQuery(CapturedOutput output) {
        var body = answer(new IllegalStateException("the database password is 1234"));

        assertThat(body.get("status")).isEqualTo(500);
        assertThat(body.toString()).doesNotContain("1234");
        var id = body.get("detail").toString().replaceAll(".* ", "");
        assertThat(output.getAll())
                .containsOnlyOnce(id)
                .contains("path=/apps/1")
                .doesNotContain("access_token", "=secret");
    }

    @Test
    void takesASpringFaultForAFaultToo(CapturedOutput output) {
        var body = answer(new ResponseStatusException(HttpStatus.INTERNAL_SERVER_ERROR, "internals"));

        assertThat(body.toString()).doesNotContain("internals");
        assertThat(output.getAll()).contains("fault: id=");
    }

    @Test
    void showsWhatTheWebLayerRefuses() {
        assertThat(answer(new ServerWebInputException("no number")))
                .extracting("type")
                .isEqualTo("/problems/malformed");
        assertThat(new ProblemsTest().answer(new UnsupportedMediaTypeStatusException("no such type")))
                .extracting("type")
                .isEqualTo("/problems/unsupported-media-type");
        assertThat(new ProblemsTest()
                        .answer(new ServerWebInputException(
                                "no", null, new DecodingException("no", new DataBufferLimitException("over")))))
                .extracting("type")
                .isEqualTo("/problems/too-large");
    }

    @Test
    void leavesAnAnswerAloneThatHasBegun() {
        exchange.getResponse().setComplete().block();

        var handled = problems.handle(exchange, new Refused(Reason.MALFORMED))
                .materialize()
                .block();

        assertThat(handled.isOnError()).isTrue();
    }
}
