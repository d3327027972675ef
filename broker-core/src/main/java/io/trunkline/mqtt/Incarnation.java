package io.trunkline.mqtt;

/**
 * One life of a session: who begins anew under an id has nothing of what was before.
 *
 * @param sessionId unique over all applications
 * @param number not to be met again under this id; 0 for those that were put down before there were any
 */
record Incarnation(String sessionId, long number) {}
