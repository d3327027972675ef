/** What gateways live on: the snapshot of all applications and the feed of their changes. */
@NullMarked
package io.trunkline.admin.directory;

import org.jspecify.annotations.NullMarked;
