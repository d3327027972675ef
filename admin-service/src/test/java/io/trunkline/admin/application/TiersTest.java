package io.trunkline.admin.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trunkline.admin.problem.ProblemException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class TiersTest {

    private static final JsonMapper JSON = new JsonMapper();

    @Test
    void anAbsentLimitIsTheTiersAndElseTheVendors() {
        var tiers = tiers(Map.of("serverless", Map.of("idleSeconds", 60L, "connectionsPerSubject", 5L)));

        ApplicationLimits inForce =
                tiers.inForce(settings("{'name':'a','tier':'serverless','limits':{'connectionsPerSubject':0}}"));

        assertThat(inForce.values())
                .hasSize(Limit.values().length)
                .containsEntry(Limit.CONNECTIONS_PER_SUBJECT, 0L)
                .containsEntry(Limit.IDLE_SECONDS, 60L)
                .containsEntry(Limit.SEND_BUFFER_BYTES, 65_536L);
    }

    @Test
    void thereIsAlwaysTheFreeTierWithTheVendorsLimits() {
        var tiers = tiers(null);

        assertThatCode(() -> tiers.check("free")).doesNotThrowAnyException();
        assertThat(JSON.writeValueAsString(tiers.inForce(settings("{'name':'a'}"))))
                .isEqualTo("{\"maxPayloadBytes\":5120,\"publishesPerSecond\":0,\"publishesPerSecondPerConnection\":0,"
                        + "\"connectionsPerSubject\":1,\"subscriptionsPerConnection\":1000,\"sendBufferBytes\":65536,"
                        + "\"idleSeconds\":30,\"envelopeBytes\":1024,\"patternsPerUnsubscribe\":50,\"bytesPerDay\":0}");
    }

    @Test
    void theFreeTierCanBeSetAsWell() {
        assertThat(tiers(Map.of("free", Map.of("bytesPerDay", 1_000L)))
                        .inForce(settings("{'name':'a'}"))
                        .values())
                .containsEntry(Limit.BYTES_PER_DAY, 1_000L);
    }

    @Test
    void readsALimitInTheFormsThatSettingsHave() {
        var tiers = tiers(Map.of("free", Map.of("idleseconds", 5L, "send-buffer-bytes", 10_000L)));

        assertThat(tiers.inForce(settings("{'name':'a'}")).values())
                .containsEntry(Limit.IDLE_SECONDS, 5L)
                .containsEntry(Limit.SEND_BUFFER_BYTES, 10_000L);
    }

    @Test
    void refusesATierThatIsNotConfiguredAndNamesThoseThatAre() {
        var tiers = tiers(Map.of("serverless", Map.of("idleSeconds", 60L)));

        assertThatThrownBy(() -> tiers.check("gold"))
                .isInstanceOf(ProblemException.class)
                .hasMessage("tier must be one of free, serverless");
    }

    @Test
    void refusesABufferInWhichTheLargestFrameHasNoRoom() {
        var tiers = tiers(Map.of("large", Map.of("maxPayloadBytes", 64_512L)));

        assertThatCode(() -> tiers.checkLimits(settings("{'name':'a','tier':'large'}")))
                .doesNotThrowAnyException();
        assertThatThrownBy(() ->
                        tiers.checkLimits(settings("{'name':'a','tier':'large','limits':{'envelopeBytes':1025}}")))
                .isInstanceOf(ProblemException.class)
                .hasMessage("limits.sendBufferBytes must be at least maxPayloadBytes and envelopeBytes together, 65537,"
                        + " and is 65536");
    }

    @Test
    void anApplicationWhoseTierIsGoneKeepsToTheVendorsLimits() {
        assertThat(tiers(null).inForce(settings("{'name':'a','tier':'gone'}"))).isEqualTo(ApplicationLimits.VENDOR);
    }

    @ParameterizedTest
    @CsvSource({
        "free, idleSeconds, 0, trunkline.tiers.free.idleSeconds must be a whole number from 1 to 3600",
        "free, idleTime, 1, trunkline.tiers.free.idleTime is no limit; there are maxPayloadBytes",
        "Big Plan, idleSeconds, 1, trunkline.tiers.Big Plan: a tier is named by",
        "free, maxPayloadBytes, 64513, trunkline.tiers.free.sendBufferBytes must be at least maxPayloadBytes and"
    })
    void refusesToStartWithATierThatCannotBe(String name, String limit, long value, String words) {
        assertThatThrownBy(() -> tiers(Map.of(name, Map.of(limit, value))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(words);
    }

    private static Tiers tiers(Map<String, Map<String, Long>> configured) {
        return new Tiers(new TierProperties(configured).limits());
    }

    private static ApplicationSettings settings(String document) {
        return new SettingsReader(() -> ApplicationKey.ofSecret("a fresh secret"))
                .read((ObjectNode) JSON.readTree(document.replace('\'', '"')));
    }
}
