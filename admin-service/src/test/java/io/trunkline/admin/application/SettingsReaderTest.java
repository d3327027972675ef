package io.trunkline.admin.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trunkline.admin.problem.ProblemException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class SettingsReaderTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final ApplicationKey FRESH = ApplicationKey.ofSecret("a fresh secret");

    private final SettingsReader reader = new SettingsReader(() -> FRESH);

    @Test
    void givesDefaultsForAllButTheName() {
        ApplicationSettings settings = read("{'name':'chat'}");

        assertThat(settings)
                .isEqualTo(new ApplicationSettings(
                        "chat",
                        "",
                        true,
                        "free",
                        FRESH,
                        FRESH,
                        List.of("0.0.0.0/0"),
                        List.of("0.0.0.0/0"),
                        true,
                        true,
                        false,
                        false,
                        0,
                        120,
                        new ApplicationLimits(Map.of())));
    }

    @Test
    void readsEverySetting() {
        ApplicationSettings settings = read("""
                {'name':'chat','description':'two\\nlines','enabled':false,'tier':'serverless-2',
                 'authKey':{'source':'raw','key':'twelve chars','algorithms':['HS512','HS256'],
                            'issuer':['https://idp.example.com'],'audience':'chat'},
                 'adminKey':{'key':'another secret','algorithms':['HS384']},
                 'adminSourceAddress':['!10.0.0.1','10.0.0.0/8'],'clientSourceAddress':['::/0'],
                 'enableWebSocketInboundTopic':false,'clientInboundAckEnabled':false,
                 'compressAsText':true,'closeAtTokenExpiry':true,'presenceGraceSeconds':600,
                 'idempotencyWindowSeconds':3600,
                 'limits':{'maxPayloadBytes':1,'publishesPerSecond':2,'publishesPerSecondPerConnection':3,
                           'bytesPerDay':9000000000,'idleSeconds':null}}""");

        assertThat(settings)
                .isEqualTo(new ApplicationSettings(
                        "chat",
                        "two\nlines",
                        false,
                        "serverless-2",
                        new ApplicationKey(
                                "raw",
                                "twelve chars",
                                List.of("HS256", "HS512"),
                                List.of("https://idp.example.com"),
                                "chat",
                                null),
                        new ApplicationKey("raw", "another secret", List.of("HS384"), List.of(), null, null),
                        List.of("!10.0.0.1", "10.0.0.0/8"),
                        List.of("::/0"),
                        false,
                        false,
                        true,
                        true,
                        600,
                        3_600,
                        new ApplicationLimits(Map.of(
                                Limit.MAX_PAYLOAD_BYTES, 1L,
                                Limit.PUBLISHES_PER_SECOND, 2L,
                                Limit.PUBLISHES_PER_SECOND_PER_CONNECTION, 3L,
                                Limit.BYTES_PER_DAY, 9_000_000_000L))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                                   | name | 1 to 100 characters",
                "{'name':null}                                        | name | 1 to 100 characters",
                "{'name':''}                                          | name | 1 to 100 characters",
                "{'name':'   '}                                       | name | blank",
                "{'name':7}                                           | name | 1 to 100 characters",
                "{'name':'a\\u0000b'}                                 | name | control characters",
                "{'name':'a\\nb'}                                     | name | control characters",
                "{'name':'a\\ud800b'}                                 | name | control characters",
                "{'name':'a','description':'\\u0007'}                 | description | control characters but line breaks",
                "{'name':'a','enabled':'yes'}                         | enabled | true or false",
                "{'name':'a','tier':'Big Plan'}                       | tier | lower-case",
                "{'name':'a','authKey':'secret'}                      | authKey | object",
                "{'name':'a','authKey':{'algorithms':['HS256']}}      | authKey.key | required",
                "{'name':'a','authKey':{'key':'twelve chars'}}        | authKey.algorithms | at least one of HS256",
                "{'name':'a','authKey':{'key':'twelve chars','algorithms':[]}} | authKey.algorithms | at least one",
                "{'name':'a','authKey':{'key':'twelve chars','algorithms':['none']}} | authKey.algorithms[0] | one of HS256",
                "{'name':'a','authKey':{'key':'twelve chars','algorithms':['HS256','HS256']}} | authKey.algorithms[1] | twice",
                "{'name':'a','authKey':{'key':'twelve chars','algorithms':['HS256','RS256']}} | authKey.algorithms | one kind of key",
                "{'name':'a','adminKey':{'key':'eleven char','algorithms':['HS256']}} | adminKey.key | at least 12 characters",
                "{'name':'a','adminKey':{'source':'file','key':'twelve chars'}} | adminKey.source | must be raw or jwks",
                "{'name':'a','adminKey':{'source':'jwks'}}            | adminKey.jwksUri | required",
                "{'name':'a','adminKey':{'source':'jwks','jwksUri':'idp.example/keys'}} | adminKey.jwksUri | https URL",
                "{'name':'a','adminKey':{'source':'jwks','jwksUri':'file:///etc/passwd'}} | adminKey.jwksUri | https URL",
                "{'name':'a','adminKey':{'source':'jwks','jwksUri':'https://me@idp.example/'}} | adminKey.jwksUri | without user",
                "{'name':'a','adminKey':{'source':'jwks','jwksUri':'https://idp.example/#k'}} | adminKey.jwksUri | fragment",
                "{'name':'a','adminKey':{'source':'jwks','jwksUri':'https://idp example/'}} | adminKey.jwksUri | URL",
                "{'name':'a','adminKey':{'source':'jwks','jwksUri':'https://x','key':'twelve chars'}} | adminKey.key | not known",
                "{'name':'a','adminKey':{'source':'jwks','jwksUri':'https://x','algorithms':['HS256']}} | adminKey.algorithms | no secret",
                "{'name':'a','adminKey':{'key':'twelve chars','algorithms':['HS256'],'jwksUri':'https://x'}} | adminKey.jwksUri | not known",
                "{'name':'a','adminKey':{'key':'twelve chars','algorithms':['HS256'],'kid':'1'}} | adminKey.kid | not known",
                "{'name':'a','adminKey':{'key':'twelve chars','algorithms':['HS256'],'issuer':'x'}} | adminKey.issuer | at most 16",
                "{'name':'a','clientSourceAddress':[]}                | clientSourceAddress | 1 to 100",
                "{'name':'a','clientSourceAddress':['localhost']}     | clientSourceAddress[0] | IPv4 or IPv6",
                "{'name':'a','adminSourceAddress':['::1','10.0.0.0/33']} | adminSourceAddress[1] | 0 to 32",
                "{'name':'a','limits':{'maxPayloadBytes':0}}          | limits.maxPayloadBytes | 1 to 1048576",
                "{'name':'a','limits':{'publishesPerSecond':-1}}      | limits.publishesPerSecond | 0 to 1000000",
                "{'name':'a','limits':{'publishesPerSecond':1.5}}     | limits.publishesPerSecond | whole number",
                "{'name':'a','limits':{'publishesPerSecond':9999999999}} | limits.publishesPerSecond | whole number",
                "{'name':'a','limits':{'connectionsPerSubject':1001}} | limits.connectionsPerSubject | 0 to 1000",
                "{'name':'a','limits':{'sendBufferBytes':8191}}       | limits.sendBufferBytes | 8192 to 16777216",
                "{'name':'a','limits':{'idleSeconds':0}}              | limits.idleSeconds | 1 to 3600",
                "{'name':'a','limits':{'bytesPerDay':1.0}}            | limits.bytesPerDay | whole number",
                "{'name':'a','compressAsText':1}                      | compressAsText | true or false",
                "{'name':'a','presenceGraceSeconds':601}              | presenceGraceSeconds | 0 to 600",
                "{'name':'a','idempotencyWindowSeconds':9}            | idempotencyWindowSeconds | 10 to 3600",
                "{'name':'a','idempotencyWindowSeconds':3601}         | idempotencyWindowSeconds | 10 to 3600",
                "{'name':'a','limits':{'burst':1}}                    | limits.burst | not known",
            })
    void refusesAndNamesTheField(String document, String field, String words) {
        assertThatThrownBy(() -> read(document))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refusal -> assertThat(refusal.field()).isEqualTo(field))
                .hasMessageContaining(words);
    }

    @Test
    void takesKeysThatTheirIssuerPublishes() {
        var settings = read(
                "{'name':'a','authKey':{'source':'jwks','jwksUri':'https://idp.example/keys','audience':'us','issuer':['https://idp.example/']},"
                        + "'adminKey':{'source':'jwks','jwksUri':'https://idp.example/keys','algorithms':['ES256','RS256']}}");

        assertThat(settings.authKey())
                .isEqualTo(new ApplicationKey(
                        "jwks", null, List.of(), List.of("https://idp.example/"), "us", "https://idp.example/keys"));
        assertThat(settings.adminKey().algorithms()).containsExactly("RS256", "ES256");
    }

    @Test
    void boundsTheAddressOfPublishedKeys() {
        var address = "https://idp.example/" + "k".repeat(1_980);

        assertThatCode(() -> read("{'name':'a','authKey':{'source':'jwks','jwksUri':'" + address + "'}}"))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> read("{'name':'a','authKey':{'source':'jwks','jwksUri':'" + address + "k'}}"))
                .hasMessageContaining("1 to 2000 characters");
    }

    @Test
    void countsNamesUpToTheirLimit() {
        assertThatCode(() -> read("{'name':'" + "x".repeat(100) + "'}")).doesNotThrowAnyException();
        assertThatThrownBy(() -> read("{'name':'" + "x".repeat(101) + "'}"))
                .hasMessageContaining("1 to 100 characters");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0/0",
                "!10.0.0.0/8",
                "192.168.1.7",
                "::",
                "::/0",
                "2001:db8::/32",
                "!::1/128",
                "::ffff:10.0.0.1"
            })
    void acceptsAddressesAndRanges(String address) {
        assertThatCode(() -> SourceAddress.check("list[0]", address)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "!",
                "!!10.0.0.1",
                "10.0.0",
                "10.0.0.256",
                "10.0.0.0/",
                "10.0.0.0/-1",
                "10.0.0.0/08",
                "::/129",
                "[::1]",
                "fe80::1%eth0",
                "example.com",
                "10.0.0.1 ",
                "10.0.0.0/8/8"
            })
    void refusesWhatIsNoAddress(String address) {
        assertThatThrownBy(() -> SourceAddress.check("list[0]", address)).isInstanceOf(ProblemException.class);
    }

    @Test
    void noTextFormShowsAKey() {
        assertThat(read("{'name':'a'}").toString()).doesNotContain("a fresh secret");
    }

    private ApplicationSettings read(String document) {
        return reader.read((ObjectNode) JSON.readTree(document.replace('\'', '"')));
    }
}
