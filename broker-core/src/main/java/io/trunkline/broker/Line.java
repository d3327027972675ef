package io.trunkline.broker;

import io.trunkline.broker.LocalBroker.Ports;
import io.trunkline.broker.routing.SubscriptionTable;

/** What every connection needs of the broker. */
record Line(SubscriptionTable table, Ports ports, Histories histories, Surroundings surroundings, Feeding feeding) {}
