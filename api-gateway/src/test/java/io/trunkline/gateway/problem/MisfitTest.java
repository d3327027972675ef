package io.trunkline.gateway.problem;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebInputException;

class MisfitTest {
    private static final class Seen {
        private String detail = "";
    }

    @RestController
    static class Asked {
        @GetMapping("/asked")
        String asked(@RequestParam(defaultValue = "1") int limit, @RequestParam(defaultValue = "true") boolean whole) {
            return limit + " " + whole;
        }
    }

    private static String detail(String query) {
        var seen = new Seen();
        WebTestClient.bindToController(new Asked())
                .webFilter((exchange, chain) -> chain.filter(exchange)
                        .doOnError(ServerWebInputException.class, error -> {
                            var problem = Problem.of(error);
                            seen.detail = problem == null ? "" : problem.detail();
                        }))
                .build()
                .get()
                .uri("/asked?" + query)
                .exchange()
                .expectStatus()
                .isBadRequest();
        return seen.detail;
    }

    @Test
    void namesTheParameterAndWhatItMustBe() {
        assertThat(detail("limit=x")).isEqualTo("limit is a whole number");
        assertThat(detail("limit=99999999999")).isEqualTo("limit is a whole number");
        assertThat(detail("whole=perhaps")).isEqualTo("whole is true or false");
    }
}
