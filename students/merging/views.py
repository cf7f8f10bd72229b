"""Pages about records that may be of one child."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from districts.authority import Permission, require
from domain.formats import count
from domain.names import display_name
from students import actions
from students.cohorts import default_cohort
from students.merging import pages
from students.merging.actions import (
    MergeRefused,
    PairChanged,
    merge_graduates,
    objections,
    take_back_distinction,
    tell_apart,
    undo_merge,
)
from students.merging.forms import MergeForm
from students.merging.pairs import likely_pairs
from students.models import DistinctPair, Graduate, GraduateQuerySet, Merge
from students.views.statements import child_context, opened_graduate

MOST_PAIRS, MOST_FOUND = 60, 20
MERGED = (
    "Đã gộp hai hồ sơ của {name}; mọi thông tin nơi học, kết quả đối chiếu đã chuyển về hồ sơ này."
)
APART = "Đã ghi nhận hai học sinh khác nhau; cặp này không hiện lại."
LOOK_AGAIN = "Đã bỏ ghi nhận; cặp này hiện lại trong danh sách."
UNDONE = "Đã hoàn tác việc gộp; hai hồ sơ trở lại như trước."


@require_GET
@require(Permission.MERGE_GRADUATES)
def duplicate_list(request: HttpRequest) -> HttpResponse:
    """Pairs of records that may be of one child, and those that were told apart."""
    cohort = default_cohort()
    graduates = Graduate.objects.visible_to(request.user).members().filter(cohort=cohort)
    pairs = likely_pairs(graduates)
    told_apart = DistinctPair.objects.visible_to(request.user).in_force()
    related = ("first__school", "first__commune", "second__school", "second__commune")
    told_apart = told_apart.filter(first__cohort=cohort).select_related(*related, "recorded_by")
    context = {
        "cohort": cohort.year if cohort else "",
        "number": count(len(pairs)),
        "is_cut": len(pairs) > MOST_PAIRS,
        "most": MOST_PAIRS,
        "pairs": pages.pair_lines(pairs[:MOST_PAIRS]),
        "told_apart": pages.distinct_lines(told_apart.order_by("-pk")[:MOST_PAIRS]),
    }
    return render(request, "students/merging/duplicate_list.html", context)


@require_GET
@require(Permission.MERGE_GRADUATES)
def merge_choose(request: HttpRequest, pk: int) -> HttpResponse:
    """Look for the other record of a child; first those that are named alike."""
    graduate = opened_graduate(request, pk)
    text = request.GET.get("q", "")[:100].replace("\0", "")
    others = _visible(request).filter(cohort=graduate.cohort).exclude(pk=pk)
    found = others.matching(text or graduate.full_name).in_list_order()
    context = child_context(graduate) | {
        "q": text,
        "found": pages.candidate_lines(graduate, found[:MOST_FOUND]),
    }
    return render(request, "students/merging/merge_choose.html", context)


@require_http_methods(["GET", "POST"])
@require(Permission.MERGE_GRADUATES)
def graduate_merge(request: HttpRequest, pk: int, other_pk: int) -> HttpResponse:
    """Compare two records side by side and make them one; the first is kept."""
    kept, absorbed = _pair(request, pk, other_pk)
    form = MergeForm(request.POST or None, kept=kept, absorbed=absorbed, user=request.user)
    refusals = objections(kept, absorbed)
    if request.method == "POST" and not refusals and form.is_valid():
        try:
            _merge(request, form)
        except PairChanged:
            form.renew()
        except actions.KeyTaken as taken:
            form.tell_taken(taken)
        else:
            messages.success(request, MERGED.format(name=display_name(kept.full_name)))
            return redirect("students:graduate_detail", pk)
    context = child_context(kept) | {
        "form": form,
        "refusals": refusals,
        "kept": pages.record(kept, request.user),
        "other": pages.record(absorbed, request.user),
        "other_pk": other_pk,
    }
    return render(request, "students/merging/graduate_merge.html", context)


@require_POST
@require(Permission.MERGE_GRADUATES)
def merge_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Make two records again of one."""
    merges = Merge.objects.visible_to(request.user).select_related("kept__cohort", "absorbed")
    merge = get_object_or_404(merges, pk=pk)
    try:
        undo_merge(merge=merge, by=request.user)
    except MergeRefused as refused:
        for sentence in refused.sentences:
            messages.warning(request, sentence)
    else:
        messages.success(request, UNDONE)
    return redirect("students:graduate_detail", merge.kept_id)


@require_POST
@require(Permission.MERGE_GRADUATES)
def pair_tell_apart(request: HttpRequest, pk: int, other_pk: int) -> HttpResponse:
    """Say that two records that look alike are of two children."""
    one, other = _pair(request, pk, other_pk)
    tell_apart(one=one, other=other, by=request.user)
    messages.success(request, APART)
    return redirect("students:duplicate_list")


@require_POST
@require(Permission.MERGE_GRADUATES)
def distinction_take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a pair again that was told apart."""
    pairs = DistinctPair.objects.visible_to(request.user).select_related("first", "second")
    take_back_distinction(pair=get_object_or_404(pairs, pk=pk), by=request.user)
    messages.success(request, LOOK_AGAIN)
    return redirect("students:duplicate_list")


def _visible(request: HttpRequest) -> GraduateQuerySet:
    related = ("cohort", "school__district", "commune__district", "destination_school")
    return Graduate.objects.visible_to(request.user).members().select_related(*related)


def _pair(request: HttpRequest, pk: int, other_pk: int) -> tuple[Graduate, Graduate]:
    """Two records of one year, both within the viewer's scope; looking at them is recorded."""
    found = {each.pk: each for each in _visible(request).filter(pk__in=[pk, other_pk])}
    if len(found) != 2 or found[pk].cohort_id != found[other_pk].cohort_id:
        raise Http404
    if request.method == "GET":
        for graduate in found.values():
            actions.record_read(graduate=graduate, by=request.user)
    return found[pk], found[other_pk]


def _merge(request: HttpRequest, form: MergeForm) -> Merge:
    return merge_graduates(
        kept=form.kept,
        absorbed=form.absorbed,
        by=request.user,
        version=form.cleaned_data["version"],
        values=form.values(),
        reason=form.cleaned_data["reason"],
    )
