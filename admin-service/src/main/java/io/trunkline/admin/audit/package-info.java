/** Who changed what, and when. */
@NullMarked
package io.trunkline.admin.audit;

import org.jspecify.annotations.NullMarked;
