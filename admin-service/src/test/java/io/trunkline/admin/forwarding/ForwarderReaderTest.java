package io.trunkline.admin.forwarding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trunkline.admin.problem.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class ForwarderReaderTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String SQS = """
            {"kind":"sqs","name":"q","queueUrl":"http://127.0.0.1:9324/000000000000/q","region":"eu-west-1",
             "accessKeyId":"x","secretAccessKey":"y"}""";
    private static final String SNS = """
            {"kind":"sns","name":"t","topicArn":"arn:aws:sns:eu-west-1:123456789012:t.fifo","region":"eu-west-1",
             "accessKeyId":"x","secretAccessKey":"y"}""";
    private static final String WEBHOOK = """
            {"kind":"webhook","name":"w","url":"https://example.com/hook?a=b"}""";

    private final ForwarderReader reader = new ForwarderReader(() -> "a fresh secret");

    private static ObjectNode json(String text) {
        return (ObjectNode) JSON.readTree(text);
    }

    private static ObjectNode with(String text, String field, String value) {
        ObjectNode document = json(text);
        document.set(field, JSON.readTree(value));
        return document;
    }

    @Test
    void fillsInWhatIsLeftOut() {
        ForwarderSettings settings = reader.read(json(SQS));

        assertThat(settings.enabled()).isTrue();
        assertThat(settings.deadLetterTopic()).isNull();
        assertThat(settings.maxAttempts()).isEqualTo(8);
        assertThat(settings.bufferBytes()).isEqualTo(1_048_576);
        assertThat(settings.secret()).isNull();
    }

    @Test
    void readsATopicOfAmazonSns() {
        assertThat(reader.read(json(SNS)).topicArn()).endsWith("t.fifo");
    }

    @Test
    void makesTheSecretOfAWebhookUnlessOneIsGiven() {
        assertThat(reader.read(json(WEBHOOK)).secret()).isEqualTo("a fresh secret");
        assertThat(reader.read(with(WEBHOOK, "secret", "\"0123456789abcdef\"")).secret())
                .isEqualTo("0123456789abcdef");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    kind | "kafka"
                    kind | null
                    name | ""
                    queueUrl | null
                    queueUrl | "ftp://example.com/q"
                    queueUrl | "https://user:password@example.com/q"
                    queueUrl | "not a url"
                    region | "EU WEST"
                    accessKeyId | null
                    secretAccessKey | null
                    secretAccessKey | "with a blank"
                    endpoint | "file:///etc/passwd"
                    maxAttempts | 0
                    maxAttempts | 21
                    bufferBytes | 1
                    bufferBytes | 1000000000
                    enabled | "yes"
                    url | "https://example.com"
                    secret | "0123456789abcdef"
                    topicArn | "arn:aws:sns:eu-west-1:123456789012:t"
                    surprise | 1
                    """)
    void refusesAndNamesTheField(String field, String value) {
        assertThatThrownBy(() -> reader.read(with(SQS, field, value)))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refusal -> assertThat(refusal.field()).isEqualTo(field));
    }

    @ParameterizedTest
    @ValueSource(strings = {"secure/inbound", "priv/acks", "a/*", "a/+", "#", "!a", "Secure/dead", "PRIV/x"})
    void noDeadLetterGoesWhereItWouldBeForwardedAgainOrNowhere(String topic) {
        assertThatThrownBy(() -> reader.read(with(SQS, "deadLetterTopic", "\"" + topic + "\"")))
                .isInstanceOf(ProblemException.class)
                .hasMessageStartingWith("deadLetterTopic");
    }

    @ParameterizedTest
    @ValueSource(strings = {"dead", "secure/dead", "priv/operator"})
    void deadLettersGoToOneTopic(String topic) {
        assertThat(reader.read(with(SQS, "deadLetterTopic", "\"" + topic + "\""))
                        .deadLetterTopic())
                .isEqualTo(topic);
    }

    @Test
    void itsTextFormHoldsNoSecret() {
        assertThat(reader.read(json(SQS)).toString()).doesNotContain("secretAccessKey", "=y");
    }
}
