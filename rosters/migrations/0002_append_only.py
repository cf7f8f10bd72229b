"""Statements once recorded are never rewritten: the database refuses it."""

from django.db import migrations

from audit.append_only import protect, unprotect


class Migration(migrations.Migration):
    dependencies = [("rosters", "0001_initial")]

    operations = [
        migrations.RunPython(protect("rosters_link"), unprotect("rosters_link")),
    ]
