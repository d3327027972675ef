/** The management paths of the public edge, handed on to the services behind it. */
@NullMarked
package io.trunkline.gateway.proxy;

import org.jspecify.annotations.NullMarked;
