"""Has a command run by `tests.warm.python`, with the folder, environment and open files of this process.

Enters: the address of that Python's socket, then the words that would follow `python`. Leaves: what the command writes,
and its end, be it an exit code or a signal. It is started for each command, so it imports as little as can be.
"""

import marshal
import os
import socket
import sys

with socket.socket(socket.AF_UNIX) as asking:
    asking.connect(sys.argv[1])
    here = os.getcwd()  # noqa: PTH109 (pathlib takes its time to load)
    asked = marshal.dumps((sys.argv[2:], here, dict(os.environ)))
    socket.send_fds(asking, [len(asked).to_bytes(8)], [0, 1, 2])
    asking.sendall(asked)
    code = int(asking.recv(8))
if code < 0:
    os.kill(os.getpid(), -code)
sys.exit(code)
