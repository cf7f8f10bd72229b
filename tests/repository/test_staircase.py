"""The arrows that the import linter cannot see: relations of models and migration dependencies."""

from collections.abc import Iterable
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader

from students.merging.followers import OWN_TABLES, followers
from students.models import Graduate
from tests.repository.source import ROOT, STAIRS

Arrow = tuple[str, str, str]


def model_arrows() -> list[Arrow]:
    """(app, app it points at, what points) of every relation a model of ours declares."""
    arrows = []
    for model in apps.get_models(include_auto_created=True):
        for field in (*model._meta.local_fields, *model._meta.local_many_to_many):
            if field.is_relation and field.related_model:
                label = f"{model._meta.label}.{field.name}"
                target = field.related_model._meta.app_label
                arrows.append((model._meta.app_label, target, label))
    return arrows


def migration_arrows() -> list[Arrow]:
    arrows = []
    for (app, name), migration in MigrationLoader(None).disk_migrations.items():
        for target, _ in (*migration.dependencies, *migration.run_before):
            arrows.append((app, "accounts" if target == "__setting__" else target, f"{app}.{name}"))
    return arrows


def upward(arrows: Iterable[Arrow]) -> list[str]:
    """Arrows between our apps that point to a higher stair."""
    ours = [arrow for arrow in arrows if arrow[0] in STAIRS and arrow[1] in STAIRS]
    height = {app: number for number, app in enumerate(STAIRS)}
    return [f"{what} → {target}" for app, target, what in ours if height[target] > height[app]]


def test_stairs_are_the_installed_apps() -> None:
    ours = {config.label for config in apps.get_app_configs() if Path(config.path).parent == ROOT}
    assert ours <= set(STAIRS)
    assert {"audit", "students", "rosters", "reports"} <= ours


def test_relations_point_down() -> None:
    arrows = model_arrows()
    assert ("rosters", "students", "rosters.Link.graduate") in arrows
    assert upward(arrows) == []


def test_every_table_that_names_a_graduate_follows_a_merge() -> None:
    """What somebody keeps of a child must not stay behind on a record that is given up."""
    naming = {
        model._meta.label
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.concrete and field.is_relation and field.related_model is Graduate
    }
    answered = OWN_TABLES.union(*(each.tables for each in followers))
    assert {"rosters.Link", "students.Destination"} <= naming
    assert naming == answered


def test_migrations_depend_downwards() -> None:
    arrows = migration_arrows()
    assert any(app == "rosters" and target == "students" for app, target, _ in arrows)
    assert upward(arrows) == []


def test_audit_points_at_nobody() -> None:
    assert {target for app, target, _ in model_arrows() if app == "audit"} <= {"audit"}


@pytest.mark.parametrize(
    ("arrow", "is_refused"),
    [
        (("students", "rosters", "students.Graduate.roster"), True),
        (("audit", "accounts", "audit.Event.actor"), True),
        (("rosters", "students", "rosters.Link.graduate"), False),
        (("accounts", "auth", "accounts.User.groups"), False),
    ],
)
def test_upward_arrow_is_caught(arrow: Arrow, is_refused: bool) -> None:
    assert bool(upward([arrow])) is is_refused


def test_migrations_are_complete(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    try:
        call_command("makemigrations", check=True, dry_run=True, verbosity=1)
    except SystemExit:
        pytest.fail(f"a migration is missing: {capsys.readouterr().out}")
