package io.trunkline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/** A connection goes on after whatever was refused on it: behind a body that nobody read, and behind requests that came before their turn. */
@ExtendWith(SharedPlatform.class)
class KeepAliveIT {
    private static final String BODY = "x".repeat(5_000);
    private static final String SYNC = "GET /actuator/health/liveness HTTP/1.1\r\nHost: x\r\n\r\n";

    private final List<Place> places;
    private final String operator;

    /**
     * Where requests are sent.
     *
     * @param slow one that is answered once something behind it has answered
     * @param refused one that is refused at once
     */
    private record Place(String name, int port, String slow, String refused) {

        String get(String path, String... headers) {
            return "GET " + path + " HTTP/1.1\r\nHost: x\r\n" + lines(headers) + "\r\n";
        }

        String post(String... headers) {
            return "POST " + refused + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n" + lines(headers)
                    + "\r\n";
        }

        private static String lines(String... headers) {
            return headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
        }
    }

    KeepAliveIT(Platform platform) {
        var at = platform.installation();
        var applications = "/admin/v1/applications";
        var report = "/telemetry/publications/" + "a".repeat(32) + "/1";
        operator = "Authorization: Bearer " + platform.operatorToken();
        places = List.of(
                new Place("gateway", at.gateway(), applications, "/api/topics/nobody/publish"),
                new Place("admin behind the gateway", at.gateway(), applications, applications),
                new Place("telemetry behind the gateway", at.gateway(), report, "/telemetry/nothing"),
                new Place("admin", at.admin(), applications, applications),
                new Place("telemetry", at.telemetry(), report, "/internal/v1/usage"));
    }

    private interface Talk {
        void on(RawConnection connection, Place place) throws IOException;
    }

    private Stream<DynamicTest> everywhere(Talk talk) {
        return places.stream()
                .map(place -> dynamicTest(place.name(), () -> {
                    try (var connection = new RawConnection(place.port())) {
                        for (var turn = 0; turn < 20; turn++) {
                            talk.on(connection, place);
                            connection.send(SYNC);
                            assertThat(connection.status()).as("turn %s", turn).isEqualTo(200);
                        }
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> afterABodyThatCameWithItsHead() {
        return everywhere((connection, place) -> {
            connection.send(place.post("Content-Length: 5000") + BODY);
            assertThat(connection.status()).isIn(401, 404);
        });
    }

    @TestFactory
    Stream<DynamicTest> afterABodyThatComesBehindTheAnswer() {
        return everywhere((connection, place) -> {
            connection.send(place.post("Content-Length: 5000") + BODY.substring(1_000));
            assertThat(connection.status()).isIn(401, 404);
            connection.send(BODY.substring(4_000));
        });
    }

    @TestFactory
    Stream<DynamicTest> afterABodyInChunks() {
        return everywhere((connection, place) -> {
            connection.send(place.post("Transfer-Encoding: chunked") + "1388\r\n" + BODY + "\r\n");
            connection.send("0\r\n\r\n");
            assertThat(connection.status()).isIn(401, 404);
        });
    }

    @TestFactory
    Stream<DynamicTest> afterAnAnswerThatItsClientHasReadToTheEnd() {
        return everywhere((connection, place) -> {
            connection.send(place.get(place.slow(), operator));
            assertThat(connection.status()).isEqualTo(200);
            connection.send(place.get(place.refused()));
            assertThat(connection.status()).isIn(401, 404, 405);
        });
    }

    @TestFactory
    Stream<DynamicTest> afterRequestsThatCameBeforeTheirTurn() {
        return everywhere((connection, place) -> {
            var slow = place.get(place.slow(), operator);
            connection.send(slow + place.get(place.refused()));
            assertThat(connection.status()).isEqualTo(200);
            assertThat(connection.status()).isIn(401, 404, 405);
            connection.send(slow + slow + place.post("Content-Length: 5000") + BODY);
            assertThat(connection.status()).isEqualTo(200);
            assertThat(connection.status()).isEqualTo(200);
            assertThat(connection.status()).isIn(401, 404);
        });
    }
}
