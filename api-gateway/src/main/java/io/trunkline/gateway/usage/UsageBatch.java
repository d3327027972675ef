package io.trunkline.gateway.usage;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/** What is sent to the telemetry-service at once. */
record UsageBatch(
        String node,
        List<UsageRecord> records,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<TopicRecord> topics,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<CountryRecord> countries) {
    private static final JsonMapper JSON = JsonMapper.shared();

    /** The body of the request, at most 1 MiB with {@value UsageSheet#PAGE} records, {@value TopicSheet#PAGE} topics or {@value CountrySheet#PAGE} countries. */
    byte[] json() {
        return JSON.writeValueAsBytes(this);
    }
}
