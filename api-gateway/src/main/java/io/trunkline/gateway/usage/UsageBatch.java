package io.trunkline.gateway.usage;

import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/** What is sent to the telemetry-service at once. */
record UsageBatch(String node, List<UsageRecord> records) {
    private static final JsonMapper JSON = JsonMapper.shared();

    /** The body of the request, at most 1 MiB with {@value UsageSheet#PAGE} records. */
    byte[] json() {
        return JSON.writeValueAsBytes(this);
    }
}
