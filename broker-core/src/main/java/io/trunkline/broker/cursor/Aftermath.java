package io.trunkline.broker.cursor;

import java.util.List;
import java.util.function.Consumer;

/** What follows from a change at a cursor, to be done outside of its lock: endings are told, and members that there is something. */
final class Aftermath {
    private final CursorId id;
    private final Desk desk;
    private final Members members;
    private final Burial burial;
    private final Consumer<Entry> buried;

    /** @param buried what was delivered too often leaves */
    Aftermath(CursorId id, Desk desk, Members members, Burial burial, Consumer<Entry> buried) {
        this.id = id;
        this.desk = desk;
        this.members = members;
        this.burial = burial;
        this.buried = buried;
    }

    /** @param more whether there is more to be read */
    void add(boolean more, List<Runnable> after) {
        var endings = desk.endings();
        endings.takeDying().forEach(entry -> after.add(() -> buried.accept(entry)));
        endings.takeLost().forEach(lost -> after.add(() -> burial.lost(lost)));
        var gaps = desk.tracks().takeGaps();
        if (!gaps.isEmpty()) {
            var reader = id.isOfSession() ? members.reader() : null;
            gaps.forEach(gap -> after.add(() -> burial.overtaken(gap, reader)));
        }
        var available = desk.ready() > 0 ? desk.ready() : more ? 1 : 0;
        after.addAll(members.wakes(available, member -> more || member.isCurious(desk.news())));
    }
}
