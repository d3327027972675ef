/** MQTT sessions that outlive the process, and what waits for them, in the gateway's database. */
@NullMarked
package io.trunkline.gateway.session;

import org.jspecify.annotations.NullMarked;
