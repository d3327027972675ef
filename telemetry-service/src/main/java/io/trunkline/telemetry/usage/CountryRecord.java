package io.trunkline.telemetry.usage;

import java.time.Instant;

/**
 * From where lines were opened on one node within one day, counted up to now.
 *
 * @param day its begin, UTC
 * @param appId 32 hex digits
 * @param country two letters of ISO 3166-1; ZZ for all those together whose country is not known
 * @param connections lines that were opened
 */
public record CountryRecord(Instant day, String appId, String country, long connections) {}
