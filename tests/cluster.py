"""A standalone Spark cluster on this machine: a master and workers on loopback, from the PySpark package."""

import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[1]
STARTS = 120
"""Seconds that a master or worker may take to start."""


def lacking() -> str:
    """Return what is missing for a cluster, empty where nothing is."""
    if importlib.util.find_spec("pyspark") is None:
        return "PySpark is not installed: pip install 'zhaoshang-kg[spark]'"
    java = shutil.which("java", path=f"{os.environ.get('JAVA_HOME', '')}/bin{os.pathsep}{os.environ.get('PATH', '')}")
    return "" if java else "no Java is installed"


@dataclass
class Cluster:
    """A running cluster."""

    url: str
    environment: dict[str, str]
    """Environment of programs that use it."""
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def kill_worker(self) -> None:
        """End a worker and all it runs at once, as a power cut would."""
        os.killpg(self.workers[0].pid, signal.SIGKILL)


@contextmanager
def cluster(place: Path, workers: int = 2, memory: str = "1g") -> Iterator[Cluster]:
    """Start a master and workers of one core each, with their files in a folder; stop them at the end."""
    import pyspark

    command = [str(Path(pyspark.__file__).parent / "bin" / "spark-class")]
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    environment = {
        **os.environ, "SPARK_LOCAL_IP": "127.0.0.1", "PYSPARK_PYTHON": sys.executable, "PYTHONPATH": str(ROOT),
        "SPARK_LOCAL_DIRS": str(place),
    }  # fmt: skip
    started: list[subprocess.Popen[bytes]] = []

    def start(name: str, until: str, *arguments: str) -> subprocess.Popen[bytes]:
        log = place / f"{name}-{len(started)}.log"
        kind = f"org.apache.spark.deploy.{name}.{name.capitalize()}"
        with log.open("wb") as file:
            process = subprocess.Popen(
                [*command, kind, "--host", "127.0.0.1", "--webui-port", "0", *arguments],
                stdout=file, stderr=file, env=environment, start_new_session=True,
            )  # fmt: skip
        started.append(process)
        limit = time.monotonic() + STARTS
        while until not in log.read_text("utf-8", "replace"):
            if process.poll() is not None or time.monotonic() > limit:
                raise RuntimeError(f"{name} did not start: {log.read_text('utf-8', 'replace')[-2000:]}")
            time.sleep(0.2)
        return process

    try:
        url = f"spark://127.0.0.1:{port}"
        start("master", "New state: ALIVE", "--port", port)
        found = Cluster(url, environment)
        for _ in range(workers):
            own = ("--cores", "1", "--memory", memory, "--work-dir", str(place / "work"), url)
            found.workers.append(start("worker", "Successfully registered with master", *own))
        yield found
    finally:
        for process in started:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
