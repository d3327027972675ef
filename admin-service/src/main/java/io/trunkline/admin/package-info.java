/** The keeper of applications and their keys. */
@NullMarked
package io.trunkline.admin;

import org.jspecify.annotations.NullMarked;
