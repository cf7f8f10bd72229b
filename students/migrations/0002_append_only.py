"""Statements once recorded are never rewritten: the database refuses it."""

from django.db import migrations

from audit.append_only import protect, unprotect


class Migration(migrations.Migration):
    dependencies = [("students", "0001_initial")]

    operations = [
        migrations.RunPython(protect("students_destination"), unprotect("students_destination")),
        migrations.RunPython(
            protect("students_graduatefacts"), unprotect("students_graduatefacts")
        ),
    ]
