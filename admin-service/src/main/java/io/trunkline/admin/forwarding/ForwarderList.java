package io.trunkline.admin.forwarding;

import java.util.List;

/** All forwarders of an application, the oldest first. */
record ForwarderList(List<Forwarder> forwarders) {}
