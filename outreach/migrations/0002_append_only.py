"""What was put up for signature, and every file of it, is never rewritten: the database refuses it."""

from django.db import migrations

from audit.append_only import protect, unprotect

TABLES = ("outreach_referralitem", "outreach_referralfile", "outreach_lettertemplate")


class Migration(migrations.Migration):
    dependencies = [("outreach", "0001_referrals")]

    operations = [migrations.RunPython(protect(table), unprotect(table)) for table in TABLES]
