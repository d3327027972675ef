/** What the generated description of the API cannot know by itself: statuses, problems, bounds of parameters, examples. */
@NullMarked
package io.trunkline.admin.openapi;

import org.jspecify.annotations.NullMarked;
