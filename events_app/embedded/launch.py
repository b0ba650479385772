"""Become another program: in a folder, as a user, dying with the parent. Needs the standard library only.

Called as ``python -I -S launch.py PARENT SIGNAL USER FOLDER PROGRAM ...``. This is a program of its own and no hook
between fork and exec, so that a parent with threads may start children.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def main() -> None:
    """Drop the rights, ask to be told of the parent's death, become the program."""
    parent, at_death, user, folder, *program = sys.argv[1:]
    os.chdir(folder)  # before the rights are dropped: the user may not be able to walk here
    if user != "-":
        uid, gid = map(int, user.split(":"))
        os.setgroups([])
        os.setgid(gid)
        os.setuid(uid)
    if sys.platform == "linux":  # after setuid, which forgets it
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, int(at_death), 0, 0, 0)
    if os.getppid() != int(parent):
        sys.exit("The parent is gone.")
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT, signal.SIGPIPE, signal.SIGXFSZ):
        signal.signal(number, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_SETMASK, [])
    try:
        os.execv(program[0], program)  # noqa: S606 - this is the purpose of the file
    except OSError as failed:
        sys.exit(f"{program[0]} cannot be run: {failed.strerror}.")


if __name__ == "__main__":
    main()
