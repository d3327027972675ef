package io.trunkline.admin.topics;

import java.util.List;

/** All topic settings of an application, in the order of their patterns. */
record TopicList(List<TopicSetting> topics) {}
