/** Which applications there are: the admin-service's directory as this gateway holds it, in memory and on disk. */
@NullMarked
package io.trunkline.gateway.directory;

import org.jspecify.annotations.NullMarked;
