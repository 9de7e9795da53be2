"""The patterns of attribution: verb, participle, noun, light verb and heading, each to a draft."""

from __future__ import annotations

from dataclasses import replace

from musnad.clauses import content_range, trim
from musnad.drafts import Draft, class_of
from musnad.gaps import Gap, read_gap
from musnad.lang.grammar import grammar_words
from musnad.lang.people import people
from musnad.morphology import Cue, Form, opens_phrase, phrase_at
from musnad.phrases import is_complementiser, masdar_like, noun_phrase, proclitic
from musnad.relays import transmitted
from musnad.subjects import medium_before, split_object, subject_before
from musnad.tokens import Range, Tokens, finite
from musnad.words import looks_like_verb


def verb(tokens: Tokens, index: int, form: Form) -> Draft | None:
    """A finite verb with its clause, quotation, preposition or object, its subject behind or before it."""
    words = grammar_words()
    start = index - 1 if tokens.word(index - 1) in words.negations else index
    if form.person == 1 and tokens.within[index] < 0:
        return None
    if form.cue.lemma in words.transmit and (relayed := transmitted(tokens, index, form)) is not None:
        return relayed
    gap = read_gap(tokens, index + 1, form)
    if tokens.words[index] in words.formulas and gap.source is None:
        return None
    if gap.opener < 0:
        return _quotation_first(tokens, (start, index + 1), form, gap) or _bare_object(
            tokens, start, index, form, gap
        )
    if form.cue.lemma in words.calling:
        return _called(tokens, start, index, form, gap)
    if _told_as_object(tokens, form, gap):
        return _bare_object(tokens, start, index, form, gap)
    content = content_range(tokens, gap.opener, gap.kind, tokens.quotation_end(index))
    if content is None:
        return None
    source, rule = gap.source, f"verb-subject-{_kind_name(gap.kind)}"
    if source is None:
        source = subject_before(tokens, start)
        rule = f"subject-verb-{_kind_name(gap.kind)}" if source else f"verb-{_kind_name(gap.kind)}"
    addressee = gap.addressee
    if form.cue.addressee == "object" and gap.source is not None and gap.kind != "quote":
        source, addressee = split_object(tokens, gap.source, (source, addressee), start, form)
        if (
            addressee is not None
            and addressee != gap.addressee
            and form.cue.cue_class == "accuse"
            and addressee[1] == content[0]
        ):
            # What is accused stands between: it belongs to the charge.
            content, addressee = (addressee[0], content[1]), gap.addressee
    return Draft(
        cue=(start, index + 1),
        content=(content,),
        lemma=form.cue.lemma,
        cue_class=class_of(tokens, form, source),
        rule=rule,
        confidence=0.0,
        source=source,
        addressee=addressee,
        medium=gap.medium or medium_before(tokens, start, form),
        via=gap.via,
        negated=start < index,
    )


def _kind_name(kind: str) -> str:
    return kind if kind in ("inna", "quote", "object") else "preposition"


def _called(tokens: Tokens, start: int, index: int, form: Form, gap: Gap) -> Draft | None:
    """وصف فلان كذا بأنه ...، ما سمّاه «...»: what is called so belongs to the content."""
    words = grammar_words()
    stop = tokens.quotation_end(index)
    source = subject_before(tokens, start)
    opener, kind = gap.opener, gap.kind
    if tokens.closer[opener] and opener == index + 1:
        content: Range | None = (opener, min(tokens.closer[opener], stop))
    else:
        if gap.rest >= 0 and gap.rest < opener:
            source, opener = gap.source or source, gap.rest
        elif (gap.source is not None and (source is not None or form.number == "p")) or (
            gap.source is not None and source is None and tokens.words[gap.source[0]] in words.demonstratives
        ):
            opener = gap.source[0]
        else:
            source = source or gap.source
        content = content_range(tokens, opener, "preposition" if kind != "inna" else kind, stop)
    if content is None:
        return None
    return Draft(
        cue=(start, index + 1),
        content=(content,),
        lemma=form.cue.lemma,
        cue_class=form.cue.cue_class,
        rule="verb-called",
        confidence=0.0,
        source=source,
        medium=gap.medium,
        via=gap.via,
        negated=start < index,
    )


def _told_as_object(tokens: Tokens, form: Form, gap: Gap) -> bool:
    """Whether the phrase behind the verb is what was said, a preposition behind it or not: أكد استعداد ..."""
    if "object" not in form.cue.complements or tokens.words[gap.opener] == ":":
        return False
    if gap.kind == "inna":
        # طلب عدم ذكر اسمه إن ...: the clause belongs to an outer verb.
        return gap.source is not None and tokens.words[gap.source[0]] == "عدم"
    if form.cue.addressee == "object":
        return False
    if gap.rest >= 0 and masdar_like(tokens, gap.rest):
        return True
    return gap.source is not None and masdar_like(tokens, gap.source[0])


def _quotation_first(tokens: Tokens, cue: Range, form: Form, gap: Gap) -> Draft | None:
    """«...»، قال فلان: the quotation stands before its cue."""
    if "quote" not in form.cue.complements:
        return None
    at = cue[0] - 1
    if tokens.word(at) in ("،", ",", "هكذا", "-"):
        at -= 1
    if at < 0 or tokens.words[at] != '"':
        return None
    opened = next((i for i in range(at - 1, -1, -1) if tokens.closer[i] == at + 1), -1)
    if opened < 0 or at - opened < 4:
        return None
    # «...»، يقول فلان, with nothing before it and its subject behind, is rare and hardly anything else.
    leads = opened == 0 and at + 2 == cue[0] and gap.source is not None
    return Draft(
        cue=cue,
        content=((opened, at + 1),),
        lemma=form.cue.lemma,
        cue_class=class_of(tokens, form, gap.source),
        rule="quotation-leads" if leads else "quotation-verb",
        confidence=0.9 if leads else 0.0,
        source=gap.source,
        addressee=gap.addressee,
        medium=gap.medium,
        via=gap.via,
    )


def _bare_object(tokens: Tokens, start: int, index: int, form: Form, gap: Gap) -> Draft | None:
    """The content is a bare noun phrase: أعلنت الشرطة مقتل فلان."""
    if "object" not in form.cue.complements:
        return None
    words = grammar_words()
    stop = gap.opener if gap.kind == "inna" else tokens.quotation_end(index)
    source, opener = _object_after(tokens, index, gap)
    if source is None:
        source = subject_before(tokens, start)
    if not 0 <= opener < stop or not (tokens.words[opener][0].isalnum() or tokens.closer[opener]):
        return None
    word = tokens.words[opener]
    if word in words.prepositions or word in words.time or is_complementiser(word) or looks_like_verb(word):
        return None
    content = content_range(tokens, opener, "object", stop)
    if content is None:
        return None
    rule = "verb-subject-object" if source else "verb-object"
    return Draft(
        cue=(start, index + 1),
        content=(content,),
        lemma=form.cue.lemma,
        cue_class=class_of(tokens, form, source),
        rule=rule,
        confidence=0.0,
        source=source,
        medium=gap.medium,
        via=gap.via,
        negated=start < index,
    )


def _object_after(tokens: Tokens, index: int, gap: Gap) -> tuple[Range | None, int]:
    """Part «subject object» behind a verb: the source, and where the object begins (-1 if nowhere)."""
    if gap.source is None:
        return None, index + 1
    start, end = gap.source
    if masdar_like(tokens, start):
        return None, start
    if end <= gap.rest < len(tokens):
        return gap.source, gap.rest
    # One phrase only: it is the subject of a verb that goes without an object, or the object of a verb
    # whose subject stands before it or is dropped.
    return None, start


def participle(tokens: Tokens, index: int, form: Form) -> Draft | None:
    """A participle that goes on from a cue: مضيفاً أن، مشيراً إلى، مؤكداً ضرورة."""
    if form.definite or form.preposition:
        return None
    gap = read_gap(tokens, index + 1, form)
    content: Range | None
    addressee: Range | None = None
    bare = "object" in form.cue.complements and index + 1 < len(tokens) and masdar_like(tokens, index + 1)
    if (
        not bare
        and gap.opener >= 0
        and gap.opener - index < 12
        and gap.kind in (*form.cue.complements, "inna", "quote")
    ):
        content = content_range(tokens, gap.opener, gap.kind, tokens.quotation_end(index))
        kind = gap.kind
        if gap.source is not None and form.cue.cue_class == "accuse" and content is not None:
            content = (gap.source[0], content[1])
        elif gap.source is not None:
            addressee = gap.source
    elif "object" in form.cue.complements and not is_complementiser(tokens.word(index + 1)):
        if tokens.word(index + 1) in grammar_words().prepositions:
            return None
        content = (
            content_range(tokens, index + 1, "object", tokens.quotation_end(index))
            if index + 1 < len(tokens)
            else None
        )
        kind = "object"
    else:
        return None
    if content is None:
        return None
    rule = f"participle-{_kind_name(kind)}"
    return replace(_drafted(index, content, form, rule, gap), addressee=addressee or gap.addressee)


def _drafted(index: int, content: Range, form: Form, rule: str, gap: Gap) -> Draft:
    """The draft of a cue of one word, with what stands in its gap but for a source."""
    return Draft(
        cue=(index, index + 1),
        content=(content,),
        lemma=form.cue.lemma,
        cue_class=form.cue.cue_class,
        rule=rule,
        confidence=0.0,
        addressee=gap.addressee,
        medium=gap.medium,
        via=gap.via,
    )


def nominal(tokens: Tokens, index: int, form: Form) -> Draft | None:
    """A noun of saying with its clause or topic: تأكيده أن، تحذيرات أميركية من، إعلان الوزارة عن."""
    gap = read_gap(tokens, index + 1, form)
    opener, kind = gap.opener, gap.kind
    if (
        gap.source is not None
        and gap.rest >= 0
        and (opener < 0 or gap.rest < opener)
        and masdar_like(tokens, gap.rest)
    ):
        opener, kind = gap.rest, "object"
    if opener < 0 or opener - index > 14 or kind not in (*form.cue.complements, "object"):
        return None
    content = content_range(tokens, opener, kind, tokens.quotation_end(index))
    if content is None:
        return None
    rule = f"noun-{'pronoun-' if form.pronoun else 'source-' if gap.source else ''}{_kind_name(kind)}"
    draft = _drafted(index, content, form, rule, gap)
    return draft if form.pronoun else replace(draft, source=gap.source)


def phrased(tokens: Tokens, index: int) -> tuple[Draft, Form] | None:
    """A light verb with the noun that says what is voiced: أعرب عن قلقه، وجّه اتهامات لـ."""
    if not opens_phrase(tokens.words[index], tokens.word(index + 1)):
        return None
    match = phrase_at(tokens.words, index, tokens.quotation_end(index))
    if match is None:
        return None
    phrase, form = match.phrase, match.form
    base = form if form is not None else Form(Cue(phrase.particle, "say", (), "weak"), "past")
    cue = Cue(phrase.head or phrase.particle, phrase.cue_class, phrase.complements, "strong")
    led = replace(base, cue=cue)
    stop = tokens.quotation_end(index)
    cue_at = {"head": (index, index + 1), "noun": (match.noun, match.noun + 1)}.get(
        phrase.cue, (index, match.noun + 1)
    )
    before = match.particle if match.particle > index else match.noun
    end = noun_phrase(tokens, index + 1, before)
    source: Range | None = (index + 1, end) if end > index + 1 else subject_before(tokens, index)
    addressee = medium = None
    if phrase.content == "noun":
        opener, kind = before, "preposition"
    else:
        gap = read_gap(tokens, match.noun + 1, led)
        if gap.opener < 0 or gap.opener - match.noun > 12:
            return None
        opener, kind = gap.opener, gap.kind
        source, addressee, medium = source or gap.source, gap.addressee, gap.medium
    content = content_range(tokens, opener, kind, stop)
    if content is None:
        return None
    return (
        Draft(
            cue=cue_at,
            content=(content,),
            lemma=cue.lemma,
            cue_class=phrase.cue_class,
            rule="light-verb",
            confidence=0.0,
            source=source,
            addressee=addressee,
            medium=medium,
        ),
        led,
    )


def heading(tokens: Tokens) -> Draft | None:
    """«فلان: كذا» as a heading: the colon is the cue."""
    words = grammar_words()
    colon = next((i for i in range(1, min(9, len(tokens))) if tokens.words[i] == ":"), -1)
    if colon < 1 or colon + 2 >= len(tokens) or len(tokens) > 30 or tokens.words[-1] == ".":
        return None
    name = tokens.words[:colon]
    if (
        any(looks_like_verb(word) or (i > 0 and finite(tokens, i)) for i, word in enumerate(name))
        or name[-1] in words.labels
    ):
        return None
    if name[0] in words.prepositions or name[0] in words.labels or any(word.isdigit() for word in name):
        return None
    start = next((i + 1 for i in range(colon - 1, -1, -1) if name[i] in ".،؟!؛-|/"), 0)
    start = start if start < colon else 0
    # «العراق: ...» names where the news is from, «الحرب في ...: ...» what it is about; neither speaks.
    told = next((i for i in range(start + 1, colon) if name[i] == "ل" or proclitic(name[i], "ل")), colon)
    told = told if told < colon and (name[told] == "ل" or "لل" not in name[told]) else colon
    if " ".join(name[start:]) in people().states or "في" in name or proclitic(name[0], "ل"):
        return None
    content = (colon + 1, trim(tokens, colon + 1, len(tokens)))
    if content[1] <= content[0]:
        return None
    addressee = (
        (told + (name[told] == "ل"), colon)
        if told + 1 <= colon - 1 or (told < colon and name[told] != "ل")
        else None
    )
    return Draft((colon, colon + 1), (content,), ":", "say", "heading-colon", 0.75, (start, told), addressee)


PATTERNS = {
    "past": verb,
    "present": verb,
    "participle": participle,
    "masdar": nominal,
    "noun": nominal,
}
