package io.trunkline.gateway.sse;

import io.trunkline.broker.topic.TopicFilter;
import io.trunkline.gateway.identity.Login;
import java.util.List;

/**
 * What a client asked for, once it is known who it is.
 *
 * @param address from where
 * @param filters what it wants to hear beside what everyone hears
 */
record Listening(Login login, String address, List<TopicFilter> filters) {}
