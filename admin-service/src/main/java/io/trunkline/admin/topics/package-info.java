/** Topic settings: what an application's topics keep, by topic or by pattern. */
@NullMarked
package io.trunkline.admin.topics;

import org.jspecify.annotations.NullMarked;
