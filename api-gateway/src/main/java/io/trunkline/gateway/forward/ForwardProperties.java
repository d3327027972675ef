package io.trunkline.gateway.forward;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How forwarders behave, whatever they send to.
 *
 * @param answerWithin how long one try may take
 * @param firstPause about how long the second try waits for; every further pause is twice as long
 * @param longestPause the most that two tries are apart
 * @param farewell how long what waits may take to go out when a forwarder ends
 * @param reopenAfter when a forwarder listens again whose line was closed by somebody else
 * @param threads how many share the work of all forwarders; they never wait for an answer
 * @param maxWaiting how much memory what waits in all forwarders together may take
 */
@ConfigurationProperties("trunkline.forward")
record ForwardProperties(
        @DefaultValue("10s") Duration answerWithin,
        @DefaultValue("250ms") Duration firstPause,
        @DefaultValue("30s") Duration longestPause,
        @DefaultValue("3s") Duration farewell,
        @DefaultValue("1s") Duration reopenAfter,
        @DefaultValue("2") int threads,
        @DefaultValue("64MB") DataSize maxWaiting) {}
