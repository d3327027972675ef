/** Who calls: the operator, one of our own services, or the owner of one application. */
@NullMarked
package io.trunkline.admin.security;

import org.jspecify.annotations.NullMarked;
