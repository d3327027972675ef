package io.trunkline.broker.cursor;

import io.trunkline.broker.message.Publication;

/**
 * A publication that is with one member.
 *
 * @param id by which it is acknowledged or given back; another one with each delivery
 * @param attempt its how manieth delivery this is, from 1
 */
public record Lease(String id, Publication publication, int attempt) {}
