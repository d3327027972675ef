package io.trunkline.telemetry.usage;

import java.util.List;

/**
 * What one run of one node reports at once.
 *
 * @param node its name, different for every start of its process: counts grow only within one run
 */
public record UsageBatch(
        String node, List<UsageRecord> records, List<TopicRecord> topics, List<CountryRecord> countries) {
    public UsageBatch {
        records = List.copyOf(records);
        topics = List.copyOf(topics);
        countries = List.copyOf(countries);
    }
}
