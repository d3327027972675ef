package io.trunkline.gateway.sse;

import io.trunkline.broker.observe.Country;
import io.trunkline.broker.topic.TopicFilter;
import io.trunkline.gateway.identity.Login;
import java.util.List;

/**
 * What a client asked for, once it is known who it is.
 *
 * @param address from where
 * @param country the same, as far as the proxies before us say it
 * @param filters what it wants to hear beside what everyone hears
 * @param start from where
 */
record Listening(Login login, String address, Country country, List<TopicFilter> filters, Start start) {}
