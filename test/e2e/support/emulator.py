"""Runs a Python module as a program until standard input closes.

The test process holds the other end of standard input, so neither an emulator nor a process that
it started nor its folder of temporary files (TMPDIR) outlives the tests.
"""

import os
import runpy
import shutil
import signal
import sys
import tempfile
import threading


def end_with_the_test_process():
    os.read(0, 1)
    shutil.rmtree(tempfile.gettempdir(), ignore_errors=True)
    os.killpg(0, signal.SIGKILL)


threading.Thread(target=end_with_the_test_process, daemon=True).start()
_, module, *arguments = sys.argv
sys.argv = [module, *arguments]
runpy.run_module(module, run_name="__main__", alter_sys=True)
