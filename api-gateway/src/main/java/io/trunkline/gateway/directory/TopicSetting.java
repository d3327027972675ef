package io.trunkline.gateway.directory;

/**
 * What the topics of one pattern keep, as their application's owner chose it. Where several patterns match a topic, one holds alone: the topic's own name, else
 * the pattern with the longest text before its first wildcard, of these the longer, then the first by text.
 *
 * @param pattern a topic's name, a filter by MQTT levels or a glob
 * @param historySize the newest publications of each topic; 0 for none
 * @param historyAgeSeconds nothing older; 0 for as long as the platform keeps anything
 * @param durable whether a publication is acknowledged only when it outlives every restart
 * @param state whether the last value is kept
 */
public record TopicSetting(String pattern, int historySize, int historyAgeSeconds, boolean durable, boolean state) {

    public TopicSetting {
        if (pattern == null || pattern.isEmpty()) {
            throw new IllegalArgumentException("a topic setting has a pattern");
        }
        if (historySize < 0 || historyAgeSeconds < 0) {
            throw new IllegalArgumentException("what a topic keeps is not negative");
        }
    }
}
