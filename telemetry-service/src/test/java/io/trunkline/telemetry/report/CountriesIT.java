package io.trunkline.telemetry.report;

import static io.trunkline.telemetry.Wire.newApplication;
import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.telemetry.TelemetryIT;
import io.trunkline.telemetry.Wire;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.json.JsonCompareMode;
import org.springframework.test.web.reactive.server.WebTestClient;

/** From where an application's connections came. Now is 2026-11-21T10:17:42Z. */
@TelemetryIT
class CountriesIT {
    private static final String COUNTRIES = "/telemetry/heatmap/connections/countries/{appId}/{days}";
    private static final String TODAY = "2026-11-21T00:00:00Z";

    @Autowired
    WebTestClient client;

    Wire wire;
    String app = newApplication();

    @BeforeEach
    void connect() {
        wire = new Wire(client);
    }

    @Test
    void showTheSampleOfTheContractHoweverOftenItWasSent() {
        var sample = Wire.contract("usage-batch.json").replace("0123456789abcdef0123456789abcdef", app);
        wire.accepted(sample);
        wire.accepted(sample);

        expect(Wire.contract("countries-report.json"), "1");
    }

    @Test
    void areThoseOfAllNodesAndWholeDaysWithinThePeriod() {
        wire.accepted(countries("a", country(TODAY, "DE", 3), country(TODAY, "FR", 1)));
        wire.accepted(countries("a", country(TODAY, "DE", 2)));
        wire.accepted(countries("b", country(TODAY, "DE", 4), country("2026-11-20T00:00:00Z", "AT", 9)));
        wire.accepted(countries("b", country("2026-11-19T00:00:00Z", "CH", 50)));

        expect("""
                {"connections": 17, "records": [
                  {"country": "AT", "connections": 9}, {"country": "DE", "connections": 7},
                  {"country": "FR", "connections": 1}]}
                """, "1");
        wire.get(COUNTRIES, app, "2").expectBody().jsonPath("$.connections").isEqualTo(67);
    }

    @Test
    void areNoneForAnApplicationNothingIsKnownOf() {
        expect("{\"connections\": 0, \"records\": []}", "90");
    }

    @Test
    void areForTheOwnerOfTheApplicationAndNobodyElses() {
        owner(app).expectStatus().isOk();
        owner(newApplication()).expectStatus().isForbidden();
        owner("connections").expectStatus().isForbidden();
        wire.get(COUNTRIES, app, "91").expectBody().jsonPath("$.field").isEqualTo("days");
    }

    private WebTestClient.ResponseSpec owner(String application) {
        return client.get()
                .uri(COUNTRIES, app, "7")
                .headers(headers -> headers.setBearerAuth(TelemetryIT.SERVICE_TOKEN))
                .header("X-Trunkline-Application", application)
                .exchange();
    }

    @ParameterizedTest
    @CsvSource({"2026-11-21T04:00:00Z,DE,1,day", TODAY + ",de,1,country", TODAY + ",DE,-1,connections"})
    void refuseWhatDoesNotHold(String day, String code, int connections, String field) {
        wire.send(countries("a", country(day, code, connections)))
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .jsonPath("$.field")
                .value(String.class, named -> assertThat(named).isEqualTo("countries[0]." + field));
    }

    private void expect(String json, String days) {
        wire.get(COUNTRIES, app, days).expectStatus().isOk().expectBody().json(json, JsonCompareMode.STRICT);
    }

    private static String countries(String node, String... countries) {
        return "{\"node\":\"%s\",\"records\":[],\"countries\":[%s]}".formatted(node, String.join(",", countries));
    }

    private String country(String day, String code, int connections) {
        return "{\"day\":\"%s\",\"appId\":\"%s\",\"country\":\"%s\",\"connections\":%d}"
                .formatted(day, app, code, connections);
    }
}
