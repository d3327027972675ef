package io.trunkline.admin.forwarding;

import io.trunkline.admin.application.Fields;
import io.trunkline.admin.application.TextRule;
import io.trunkline.admin.outgoing.OutgoingAddresses;
import io.trunkline.admin.problem.ProblemException;
import java.util.Arrays;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** From a JSON document to valid settings: defaults for what is absent, a refusal that names the field for all else. */
final class ForwarderReader {

    private static final TextRule NAME = TextRule.line(1, 100);
    private static final TextRule KIND = TextRule.line(1, 20);
    private static final TextRule TOPIC = TextRule.line(1, 1_024);
    private static final TextRule URL = TextRule.line(1, 2_048);
    private static final TextRule ARN = TextRule.line(1, 400);
    private static final TextRule REGION = TextRule.line(1, 64);
    private static final TextRule KEY_ID = TextRule.line(1, 128);
    private static final TextRule ACCESS_KEY = TextRule.line(1, 256);
    private static final TextRule WEBHOOK_SECRET = TextRule.line(16, 256);
    private static final Pattern ARN_FORM =
            Pattern.compile("arn:[a-z0-9-]+:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]{1,256}(\\.fifo)?");
    private static final Pattern REGION_FORM = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");
    private static final Pattern PRINTABLE = Pattern.compile("[\\x21-\\x7e]+");
    private static final int DEFAULT_ATTEMPTS = 8;
    private static final int MAX_ATTEMPTS = 20;
    private static final int DEFAULT_BUFFER = 1_048_576;
    private static final int MIN_BUFFER = 16_384;
    private static final int MAX_BUFFER = 8_388_608;

    private final Supplier<String> freshSecret;

    /** A reader that asks {@code freshSecret} for each webhook secret the document leaves out. */
    ForwarderReader(Supplier<String> freshSecret) {
        this.freshSecret = freshSecret;
    }

    ForwarderSettings read(ObjectNode document) {
        return read(document, "");
    }

    /** @param prefix where it stands in its document, such as {@code amazonSqsForwarder.} */
    ForwarderSettings read(ObjectNode document, String prefix) {
        var fields = new Fields(document, prefix);
        Kind kind = kind(fields);
        boolean amazon = kind != Kind.WEBHOOK;
        var settings = new ForwarderSettings(
                kind,
                fields.text("name", NAME),
                fields.flag("enabled", true),
                topic(fields),
                fields.number("maxAttempts", DEFAULT_ATTEMPTS, 1, MAX_ATTEMPTS),
                fields.number("bufferBytes", DEFAULT_BUFFER, MIN_BUFFER, MAX_BUFFER),
                kind == Kind.SQS ? address(fields, "queueUrl") : null,
                kind == Kind.SNS ? form(fields, "topicArn", ARN, ARN_FORM) : null,
                amazon ? form(fields, "region", REGION, REGION_FORM) : null,
                amazon ? form(fields, "accessKeyId", KEY_ID, PRINTABLE) : null,
                amazon ? form(fields, "secretAccessKey", ACCESS_KEY, PRINTABLE) : null,
                amazon ? optionalAddress(fields, "endpoint") : null,
                amazon ? null : address(fields, "url"),
                amazon ? null : secret(fields));
        fields.refuseOthers();
        return settings;
    }

    private static Kind kind(Fields fields) {
        String text = fields.text("kind", KIND);
        return Arrays.stream(Kind.values())
                .filter(kind -> kind.text().equals(text))
                .findFirst()
                .orElseThrow(() -> ProblemException.invalid(
                        fields.path("kind"),
                        "must be one of "
                                + Arrays.stream(Kind.values()).map(Kind::text).collect(Collectors.joining(", "))));
    }

    private static @Nullable String topic(Fields fields) {
        String topic = fields.optionalText("deadLetterTopic", TOPIC);
        return topic == null ? null : TopicName.check(fields.path("deadLetterTopic"), topic);
    }

    private static String address(Fields fields, String name) {
        return OutgoingAddresses.form(fields.path(name), fields.text(name, URL));
    }

    private static @Nullable String optionalAddress(Fields fields, String name) {
        String text = fields.optionalText(name, URL);
        return text == null ? null : OutgoingAddresses.form(fields.path(name), text);
    }

    private static String form(Fields fields, String name, TextRule rule, Pattern form) {
        String text = fields.text(name, rule);
        if (!form.matcher(text).matches()) {
            throw ProblemException.invalid(fields.path(name), "does not have the form that Amazon gives it");
        }
        return text;
    }

    private String secret(Fields fields) {
        String given = fields.optionalText("secret", WEBHOOK_SECRET);
        if (given != null && !PRINTABLE.matcher(given).matches()) {
            throw ProblemException.invalid(fields.path("secret"), "must be printable ASCII without blanks");
        }
        return given == null ? freshSecret.get() : given;
    }
}
