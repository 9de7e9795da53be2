"""A standalone cluster of Spark on this machine: a master and workers, all on the loopback."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

_PATIENCE = 600.0
"""Seconds after which a master that lives and does not listen is given up: on a machine that other work fills
two minutes were too few.
"""


@contextmanager
def cluster(folder: Path, workers: int, memory: str = "1g") -> Iterator[str]:
    """The address of a cluster of workers of one core each; it ends with the context. What they say is in
    the folder. Raises TimeoutError or ChildProcessError where the master does not begin.
    """
    import pyspark

    home = Path(pyspark.__file__).parent
    environment = {
        **os.environ,
        "SPARK_HOME": str(home),
        "SPARK_LOCAL_IP": "127.0.0.1",
        "SPARK_NO_DAEMONIZE": "1",
        "PYSPARK_PYTHON": sys.executable,
        # Executors take this of their worker: the package of this checkout.
        "PYTHONPATH": str(ROOT),
    }
    folder.mkdir(parents=True, exist_ok=True)
    port = _free()
    address = f"spark://127.0.0.1:{port}"
    started: list[subprocess.Popen[bytes]] = []

    def start(*command: str) -> None:
        line = [str(home / "bin" / "spark-class"), *command]
        with (folder / f"log-{len(started)}").open("wb") as log:
            started.append(subprocess.Popen(line, env=environment, stdout=log, stderr=log))

    try:
        start(
            "org.apache.spark.deploy.master.Master", "--host", "127.0.0.1", "--port", str(port),
            "--webui-port", str(_free()),
        )  # fmt: skip
        listening(port, started[0])
        for at in range(workers):
            start(
                "org.apache.spark.deploy.worker.Worker", "--host", "127.0.0.1", "--cores", "1",
                "--memory", memory, "--webui-port", str(_free()), "--work-dir", str(folder / f"work-{at}"),
                address,
            )  # fmt: skip
        yield address
    finally:
        for one in reversed(started):
            one.terminate()
        for one in started:
            one.wait()


def _free() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])


def listening(port: int, process: subprocess.Popen[bytes], seconds: float = _PATIENCE) -> None:
    """Wait until a process listens on a port of the loopback. Raises TimeoutError, and at once
    ChildProcessError where the process ended.
    """
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with socket.socket() as one:
            one.settimeout(1.0)
            if one.connect_ex(("127.0.0.1", port)) == 0:
                return
        if process.poll() is not None:
            raise ChildProcessError(f"what was to listen on port {port} ended with {process.returncode}")
        time.sleep(0.2)
    raise TimeoutError(f"nothing listens on port {port} after {seconds:.0f} s")
