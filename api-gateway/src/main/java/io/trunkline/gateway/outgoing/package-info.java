/** Calls to addresses that tenants have named (their keys, their hooks), kept away from the networks behind the gateway. */
@NullMarked
package io.trunkline.gateway.outgoing;

import org.jspecify.annotations.NullMarked;
