"""Settings from the environment, read strictly: a typing error stops the start, with a sentence."""

from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

from domain.linkage.weights import DEFAULT_WEIGHTS, UnreadableWeights, Weights, read_weights

ROOT = Path(__file__).resolve().parent.parent

env = environ.Env()
environ.Env.read_env(ROOT / ".env")


def strict_bool(name: str, *, default: bool = False) -> bool:
    """The variable as a boolean; only `true` and `false` are understood."""
    text = env.str(name, default="").strip().lower()
    if not text:
        return default
    if text not in ("true", "false"):
        raise ImproperlyConfigured(f"{name} phải là true hoặc false, không phải “{text}”.")
    return text == "true"


def days(name: str, *, default: int) -> int:
    """The variable as a number of days, 1 to 3,650."""
    text = env.str(name, default="").strip()
    if not text:
        return default
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 3_650):
        raise ImproperlyConfigured(f"{name} phải là số ngày từ 1 đến 3650, không phải “{text}”.")
    return int(text)


def secret_key() -> str:
    """The secret that signs sessions; without one nothing starts."""
    key = env.str("SECRET_KEY", default="")
    if len(key) < 32:
        raise ImproperlyConfigured(
            "Chưa có SECRET_KEY (ít nhất 32 ký tự): chép .env.example thành .env rồi điền, "
            "hoặc chạy `make run` để tạo tự động."
        )
    return key


def database() -> dict:
    """The one database: PostgreSQL from DATABASE_URL, otherwise SQLite in VAR_DIR."""
    url = env.str("DATABASE_URL", default="")
    if not url:
        return sqlite(var_dir() / "longan.sqlite3")
    parsed = env.db_url_config(url)
    if parsed["ENGINE"] == "django.db.backends.sqlite3":
        return sqlite(Path(parsed["NAME"]))
    parsed["CONN_MAX_AGE"] = 60
    parsed["CONN_HEALTH_CHECKS"] = True
    return parsed


def sqlite(path: Path) -> dict:
    """WAL lets readers go on while one writes; IMMEDIATE takes the write lock at once, so that two
    writers wait for each other (20 s) instead of failing half-way. Connections are kept: opening
    one costs as much as three questions. Each thread has its own, with at most 8 MB of pages."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "CONN_MAX_AGE": 60,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA cache_size=-8000;"
            ),
        },
        # The default test database is shared memory, which knows no WAL.
        "TEST": {"NAME": str(path.with_name("test_" + path.name))},
    }


def var_dir() -> Path:
    """Where the SQLite file and uploads live."""
    folder = ROOT / env.str("VAR_DIR", default="var")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def linkage_weights() -> Weights:
    """The table that links are made with: that of the named file, else the one that is built in."""
    name = env.str("LINKAGE_WEIGHTS", default="").strip()
    if not name:
        return DEFAULT_WEIGHTS
    try:
        return read_weights((ROOT / name).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise ImproperlyConfigured(
            f"LINKAGE_WEIGHTS: không đọc được tệp “{name}”; kiểm tra đường dẫn, hoặc bỏ trống."
        ) from error
    except UnreadableWeights as error:
        raise ImproperlyConfigured(f"LINKAGE_WEIGHTS: {error}") from error
