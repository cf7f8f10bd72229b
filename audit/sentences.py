"""Each app registers how its verbs read; the log's pages turn events into sentences with them."""

from audit.models import Event

_sentences: dict[str, str] = {}


def register(verb: str, sentence: str) -> None:
    """`sentence` may use {actor}, {object}, {count} and {reason}."""
    if _sentences.setdefault(verb, sentence) != sentence:
        raise ValueError(f"two sentences for {verb}")


def sentence_of(event: Event) -> str:
    """The event as one Vietnamese sentence."""
    template = _sentences.get(event.verb, "{actor}: " + event.verb + " {object}")
    return template.format(
        actor=event.actor_label,
        object=event.object_label,
        count=event.count if event.count is not None else "",
        reason=event.reason,
    ).strip()


def registered_verbs() -> frozenset[str]:
    return frozenset(_sentences)
