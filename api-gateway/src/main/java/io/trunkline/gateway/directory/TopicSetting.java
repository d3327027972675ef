package io.trunkline.gateway.directory;

import io.trunkline.broker.Inbound;
import io.trunkline.broker.history.Retention;
import io.trunkline.broker.history.TopicRules;
import io.trunkline.broker.refusal.Refused;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the topics of one pattern keep, as their application's owner chose it.
 *
 * @param pattern a topic's name, a filter by MQTT levels or a glob
 * @param historySize the newest publications of each topic; 0 for none
 * @param historyAgeSeconds nothing older; 0 for the usual time
 * @param durable whether a publication is acknowledged only when it outlives every restart
 * @param state whether the last value is kept
 */
public record TopicSetting(String pattern, int historySize, int historyAgeSeconds, boolean durable, boolean state) {
    /** The platform's own: a backend reads it live or not at all, whatever pattern it falls under. */
    private static final TopicRules.Rule INBOUND = new TopicRules.Rule(Inbound.TOPIC.name(), Retention.NONE);

    /** @throws IllegalArgumentException for a setting that the core could not keep to: its application is not served, rather than served by half of its rules */
    public TopicSetting {
        if (pattern == null || pattern.isEmpty()) {
            throw new IllegalArgumentException("a topic setting has a pattern");
        }
        try {
            TopicRules.filter(pattern);
        } catch (Refused no) {
            throw new IllegalArgumentException("the pattern of a topic setting is none", no);
        }
        retention(historySize, historyAgeSeconds, durable, state);
    }

    /** What the core has to know of all settings of an application. */
    static TopicRules rules(List<TopicSetting> settings) {
        return settings.isEmpty()
                ? TopicRules.NONE
                : TopicRules.of(Stream.concat(settings.stream().map(TopicSetting::rule), Stream.of(INBOUND))
                        .toList());
    }

    private TopicRules.Rule rule() {
        return new TopicRules.Rule(pattern, retention(historySize, historyAgeSeconds, durable, state));
    }

    private static Retention retention(int size, int ageSeconds, boolean durable, boolean state) {
        var age = ageSeconds == 0 ? Retention.USUAL : Duration.ofSeconds(ageSeconds);
        return new Retention(size, age, durable, state);
    }
}
