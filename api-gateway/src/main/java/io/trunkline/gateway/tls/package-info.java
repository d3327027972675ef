/** The certificates that servers of this gateway show: those of the operator's SSL bundles, or of a local authority made on first start. */
@NullMarked
package io.trunkline.gateway.tls;

import org.jspecify.annotations.NullMarked;
