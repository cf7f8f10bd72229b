"""A recorded visit is only ever taken back, a step of a case never changes."""

from django.db import migrations

from audit.append_only import protect, unprotect

TABLES = ("outreach_visit", "outreach_casestep")


class Migration(migrations.Migration):
    dependencies = [("outreach", "0003_cases")]

    operations = [migrations.RunPython(protect(table), unprotect(table)) for table in TABLES]
