"""What `manage.py verify` asks of the papers that left the office."""

import hashlib
from collections.abc import Iterator

from outreach.actions.referrals import digest_of
from outreach.models import Referral, ReferralFile


def paper_differences() -> Iterator[str]:
    """A sentence for each frozen list that is not the one whose hash was kept, and each file that
    is not the one that was issued. One paper and one file at a time are in memory.
    """
    for paper in Referral.objects.exclude(digest="").order_by("pk").iterator(chunk_size=100):
        if digest_of(paper.items.order_by("position")) != paper.digest:
            yield f"Danh sách vận động {paper.pk}: nội dung đã khóa khác với mã kiểm tra."
    files = ReferralFile.objects.order_by("pk").values_list("pk", "name", "content", "sha256")
    for pk, name, content, sha256 in files.iterator(chunk_size=20):
        if hashlib.sha256(bytes(content)).hexdigest() != sha256:
            yield f"Tệp đã phát hành {pk} ({name}): nội dung khác với mã kiểm tra."
