package io.trunkline.gateway.problem;

import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers every error on the gateway's own paths with a problem document. What is not a no on purpose is a fault: it is logged here, once, with an id, and the
 * caller is told the id alone. Query strings are never logged: they carry tokens.
 */
public final class Problems implements WebExceptionHandler {
    private static final Logger log = LoggerFactory.getLogger(Problems.class);

    private final JsonMapper json;

    Problems(JsonMapper json) {
        this.json = json;
    }

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, Throwable error) {
        var response = exchange.getResponse();
        var known = Problem.of(error);
        var problem = known == null ? fault(exchange, error) : known;
        if (!response.setStatusCode(HttpStatusCode.valueOf(problem.status()))) {
            return Mono.error(error);
        }
        response.getHeaders().putAll(problem.headers());
        response.getHeaders().setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        var body = response.bufferFactory().wrap(json.writeValueAsBytes(problem));
        response.getHeaders().setContentLength(body.readableByteCount());
        return response.writeWith(Mono.just(body));
    }

    private static Problem fault(ServerWebExchange exchange, Throwable error) {
        var id = UUID.randomUUID().toString();
        var request = exchange.getRequest();
        log.error(
                "fault: id={} method={} path={}",
                id,
                request.getMethod(),
                request.getPath().value(),
                new Trace(error));
        return Problem.fault(id);
    }

    /** A fault without what Spring hangs on it as suppressed: there stands the request line, and so the query. */
    @SuppressWarnings("OverrideThrowableToString") // it is to be printed under the fault's own name
    private static final class Trace extends Exception {
        private static final long serialVersionUID = 1L;

        Trace(Throwable fault) {
            super(fault.toString(), fault.getCause(), false, true);
            setStackTrace(fault.getStackTrace());
        }

        @Override
        public String toString() {
            return String.valueOf(getMessage());
        }
    }
}
