/** The addresses that gateways are told to call on behalf of tenants, as far as they can be judged before. */
@NullMarked
package io.trunkline.admin.outgoing;

import org.jspecify.annotations.NullMarked;
