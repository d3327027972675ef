package io.trunkline.broker.message;

/**
 * A place in a topic's log.
 *
 * @param epoch names one unbroken run of the log; offsets of different epochs do not compare
 * @param offset counts from 1, without gaps inside an epoch
 */
public record Position(String epoch, long offset) {}
