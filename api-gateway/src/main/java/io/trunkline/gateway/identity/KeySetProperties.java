package io.trunkline.gateway.identity;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How published key sets are fetched and kept.
 *
 * @param patience how long a handshake waits for a set that is not here
 * @param fetchWithin how long a fetch may take
 * @param maxSize the largest set that is read
 * @param goodFor how long a set is kept before it is asked for again, where its publisher does not say
 * @param minGoodFor the shortest time that a publisher may ask for
 * @param maxGoodFor the longest
 * @param staleIfError how long a set serves beyond its time while its publisher does not answer
 * @param refetchAfter how soon an unknown key's name may lead to another fetch
 * @param retryAfter the same after a fetch that failed
 */
@ConfigurationProperties("trunkline.identity.jwks")
record KeySetProperties(
        @DefaultValue("900ms") Duration patience,
        @DefaultValue("5s") Duration fetchWithin,
        @DefaultValue("64KB") DataSize maxSize,
        @DefaultValue("10m") Duration goodFor,
        @DefaultValue("1m") Duration minGoodFor,
        @DefaultValue("1h") Duration maxGoodFor,
        @DefaultValue("24h") Duration staleIfError,
        @DefaultValue("10s") Duration refetchAfter,
        @DefaultValue("2s") Duration retryAfter) {

    /** How long a set is kept whose publisher says so much, or null. */
    Duration bounded(@Nullable Duration said) {
        if (said == null) {
            return goodFor;
        }
        return said.compareTo(minGoodFor) < 0 ? minGoodFor : said.compareTo(maxGoodFor) > 0 ? maxGoodFor : said;
    }
}
