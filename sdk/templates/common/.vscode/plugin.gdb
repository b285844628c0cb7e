# For gdb, by launch.json or by hand: gdb -x .vscode/plugin.gdb --args trawl-plugin run build/dev/@NAME@.so
# trawl-plugin starts one process that reads what the plugin says of itself, and one that runs it. gdb holds all of
# them, and goes on when the first of those ends.
set breakpoint pending on
set detach-on-fork off
set schedule-multiple on
python
def go_on(event):
    if event.inferior.num != 1 and gdb.inferiors()[0].pid:
        gdb.post_event(lambda: gdb.execute("inferior 1") or gdb.execute("continue"))
gdb.events.exited.connect(go_on)
end
