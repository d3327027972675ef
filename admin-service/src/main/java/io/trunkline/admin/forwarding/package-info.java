/** Forwarders: where an application's inbound messages go outside Trunkline (queues, topics of Amazon, webhooks). */
@NullMarked
package io.trunkline.admin.forwarding;

import org.jspecify.annotations.NullMarked;
