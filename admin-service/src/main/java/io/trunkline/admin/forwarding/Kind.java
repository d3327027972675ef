package io.trunkline.admin.forwarding;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** What a forwarder sends to. */
enum Kind {
    /** A queue of Amazon SQS. */
    @JsonProperty("sqs")
    SQS,
    /** A topic of Amazon SNS. */
    @JsonProperty("sns")
    SNS,
    /** An HTTP endpoint that is sent signed POST requests. */
    @JsonProperty("webhook")
    WEBHOOK;

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
