"""The tense of the words before a day or month without a year, and of those behind: does it lie ahead?

Finite verbs come from the word list; rare ones are known by their shape (يدشن, سيقترح) where the list holds
another form of the verb.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from musnad import words as verbs
from musnad.times_context import Context, around

Tense = Literal["past", "present", "future"]

_REACH = 20
"""Words before a day in which the verb that tells its tense is looked for."""

_BESIDE = 3
"""Words before a day in which «بحلول» tells of that day; further off it is another's."""

_OWN = 2
"""Words between «توقع» and a day that is its own."""

_BEHIND = 8
"""Words behind a day in which the verb of an event that it dates is looked for."""


def tense(ctx: Context, at: int) -> Tense | None:
    """The tense of the nearest word before `at` that has one, within its sentence."""
    lists, skipped = around(), -1
    if ctx.is_a(at - 1, "since"):
        return "past"
    for back in range(at - 1, max(at - _REACH, 0) - 1, -1):
        if ctx.is_a(back, "line", "stop") and ctx.token(back) != ":":
            if _is_pause(ctx, back):
                continue
            return None
        word = ctx.words.tokens[back]
        bare = word[1:] if word[0] in "وف" and len(word) > 3 else word
        if bare in lists["expected"] and at - back <= _OWN:
            # «توقع في نوفمبر أن» tells when it was expected.
            return "past"
        if bare in lists["timeless"]:
            skipped = back - 1
            continue
        if bare in lists["planned"] and ctx.token(back - 2) not in lists["compared"]:
            if _only_describes(ctx, back, at):
                continue
            return "future"
        if bare in lists["put_off"] and ctx.is_a(at - 1, "to"):
            return "future"
        if bare in lists["reached"] and at - back <= _BESIDE:
            return "future"
        if bare in lists["starting"]:
            return "future" if _follows_future(ctx, at) else "present"
        if bare in lists["gone"]:
            return "past"
        if bare in lists["relative"] and back != skipped:
            return None
        if not ctx.is_other(back):
            continue
        told = form(word) or _opens_clause(ctx, back, bare)
        if told == "past" and ctx.token(back - 1) in lists["relative"] and _appoints(bare):
            # «المهلة التي حددتها اللجنة في 4 نوفمبر»
            return "future"
        if ctx.token(back - 1) == "ان" and (wished := _wished(ctx, back, told)) is not None:
            return wished
        if told is None:
            continue
        if ctx.token(back - 1) in lists["relative"] and _closes(ctx, back, at):
            # «بدأ المجلس، الذي يعد أكبر المجالس، الاثنين»
            skipped = back - 1
            continue
        before = ctx.token(back - 1)
        if before == "ما" and ctx.token(back - 2).removeprefix("و") in lists["conditional"]:
            return "future"
        if told == "past":
            return "future" if before.removeprefix("و") in lists["conditional"] else "past"
        if told == "present" and before in lists["gone"]:
            return "past"
        return "future" if before in lists["planned"] else told
    return None


def _wished(ctx: Context, verb: int, told: Tense | None) -> Tense | None:
    """The tense of an imperfect behind «أن»: «على أن تعود» lies ahead, «قبل أن تعود» does not."""
    word, before = ctx.token(verb), ctx.token(verb - 2)
    before = before[1:] if before[:1] in ("و", "ف") else before
    if told == "future" or word[0] not in "يتن":
        return None
    if told != "present" and not _has_form(word[1:], any_word=False):
        return None
    if ctx.is_a(verb - 2, "before", "after", "since"):
        return "past"
    due = before.startswith("علي") or ctx.token(verb - 3) == "علي" or before in around()["must"]
    return "future" if due else "present"


def _is_pause(ctx: Context, at: int) -> bool:
    """Whether a full stop is one of the two that headlines have for a comma: «يدشن المبنى.. الثلاثاء»."""
    here = ctx.token(at) == "."
    return here and (ctx.token(at - 1) == ".") != (ctx.token(at + 1) == ".") and ctx.token(at + 2) != "."


def _follows_future(ctx: Context, at: int) -> bool:
    """«ابتداء من 27 أكتوبر، سيكون بإمكانه»: a verb of the future right behind the day."""
    for w in range(at, min(at + _BEHIND, len(ctx.words.tokens))):
        if ctx.is_a(w, "line", "stop"):
            return False
        told = form(ctx.token(w)) if ctx.is_other(w) else None
        if told is not None:
            return told == "future"
    return False


def _opens_clause(ctx: Context, at: int, bare: str) -> Tense | None:
    """«، لوح الرئيس», «وقتل أربعة»: a perfect that has the letters of a noun, where a clause begins."""
    if bare not in around()["opening"]:
        return None
    before = ctx.token(at - 1)
    begins = at == 0 or ctx.is_a(at - 1, "line", "stop", "comma")
    return "past" if begins or before in around()["opens"] else None


def _appoints(word: str) -> bool:
    """«حددها», «حددته»: a date is set."""
    return any(word.removesuffix(end) in around()["appointing"] for end in ("ه", "ها", "هم", "هما"))


def _only_describes(ctx: Context, word: int, at: int) -> bool:
    """«القمة المرتقبة صعبة، إذ لوح الرئيس، الثلاثاء،»: a participle that a comma parts from the day."""
    if not ctx.token(word).startswith(("ال", "وال")) or ctx.token(word - 1).removeprefix("و") == "من":
        return False
    return any(ctx.is_a(w, "comma") for w in range(word, at - _BESIDE))


_PAIR = 2
"""Words behind «إجراء» in which the event stands that is to be held."""


def arranged(ctx: Context, at: int) -> Tense | None:
    """«أعلنت إجراء انتخابات في 24 يونيو»: what is announced to be held lies ahead, where no other verb stands
    between.
    """
    lists, held = around(), False
    for back in range(at - 1, max(at - _REACH, 0) - 1, -1):
        word = ctx.words.tokens[back]
        if ctx.is_a(back, "line", "stop", "comma"):
            return None
        bare = word[1:] if word[0] in "وفب" else word
        if word in lists["holding"] or bare in lists["holding"]:
            # «عقد» is a decade too.
            events = {ctx.token(w) for w in range(back + 1, min(back + 1 + _PAIR, at))}
            held = held or not events.isdisjoint(lists["meetings"])
            continue
        if not ctx.is_other(back) or bare in lists["timeless"]:
            continue
        if held and (word in lists["announced"] or bare in lists["announced"]):
            return "future"
        if form(word) is not None:
            return None
    return None


def called_for(ctx: Context, at: int) -> Tense | None:
    """«دعت إلى انتخابات في يونيو»: what is called for lies ahead, where no other verb stands between."""
    for back in range(at - 1, max(at - _REACH, 0) - 1, -1):
        word = ctx.words.tokens[back]
        if ctx.is_a(back, "line", "stop", "comma"):
            return None
        if (word[1:] if word[0] in "وف" else word) in around()["calls"]:
            return "future" if "الي" in ctx.words.tokens[back:at] else None
        if ctx.is_other(back) and form(word) is not None:
            return None
    return None


def _is_set(ctx: Context, start: int) -> bool:
    """Whether the sentence sets a date before a token: «حددت اللجنة 6 ديسمبر موعدا»."""
    for at in range(start - 1, max(start - _BEHIND, -1), -1):
        if ctx.is_a(at, "line", "stop"):
            return False
        word = ctx.token(at)
        if (word[1:] if word[:1] in "وف" else word) in around()["appointing"]:
            return True
    return False


def event_tense(ctx: Context, start: int, end: int) -> Tense | None:
    """«لقاء الأحد سيكون»: the future of the verb behind an event that is called by its day [start, end)."""
    if ctx.token(end) == "موعدا" and _is_set(ctx, start):
        return "future"
    word = ctx.token(start - 1)
    if not {word, word[1:]} & around()["meetings"]:
        return None
    if ctx.token(start - 2).removeprefix("و") in around()["preparing"]:
        return "future"
    for at in range(end, min(end + _BEHIND, len(ctx.words.tokens))):
        if ctx.is_a(at, "line", "stop", "comma"):
            return None
        told = form(ctx.token(at)) if ctx.is_other(at) else None
        if told is not None:
            return "future" if told == "future" else None
    return None


def _closes(ctx: Context, verb: int, at: int) -> bool:
    """Whether a comma closes the relative clause of a verb before the word `at`; one right behind the
    verb only sets the day off, «التي تنطلق، الأحد،».
    """
    return at - verb > _BESIDE and any(ctx.is_a(w, "comma") for w in range(verb, at))


@lru_cache(maxsize=65536)
def form(word: str) -> Tense | None:
    """The tense of a folded word that is a finite verb, by the list of words or by its shape."""
    if word in around()["no_verbs"]:
        return None
    if not verbs.looks_like_verb(word):
        return _shape(word)
    before, stem, _ = verbs.split(word)
    if before.endswith("س") or (stem[:2] in ("سي", "ست", "سن") and verbs.looks_like_verb(stem[1:])):
        return "future"
    imperfect = stem[:1] in ("ي", "ت", "ن") and verbs.looks_like_verb("ي" + stem[1:])
    # «تستأنف», «تنعقد»: no perfect begins like these.
    imperfect = imperfect or (stem[:1] == "ت" and len(stem) > 4 and verbs.looks_like_verb("ا" + stem[1:]))
    return "present" if imperfect else "past"


_PLURALS = ("ون", "ان", "وا", "ن")
_ODD = "وايهدق"
"""Letters behind the ي of names and nouns rather than of verbs: يوسف, يانغ, يهود, يد, يقين."""


def _shape(word: str) -> Tense | None:
    """An imperfect that the list of words does not hold: its perfect stands there, or another person's."""
    bare = word[1:] if word[:1] in ("و", "ف") and len(word) > 4 else word
    ahead = bare[:1] == "س"
    told = bare[1:] if ahead else bare
    if told[:1] not in (("ي", "ت", "ن") if ahead else ("ي",)) or len(told) < 3 + ahead:
        return None
    if bare in around()["no_verbs"]:
        return None
    rare = verbs.frequency(bare) == 0
    stems = {told[1:], verbs.split(told)[1][1:]}
    stems |= {stem.removesuffix(end) for stem in tuple(stems) for end in _PLURALS}
    if any(_has_form(stem, ahead and rare) for stem in stems if len(stem) > 1):
        return "future" if ahead else "present"
    alone = not ahead and rare and len(bare) < 7 and bare[1] not in _ODD and bare[-1] not in "ايهن"
    return "present" if alone else None


def _has_form(stem: str, any_word: bool) -> bool:
    """Whether a verb is known whose imperfect has this stem: «قترح» of «اقترح», «فكك» of «يفكك»; `any_word`
    where a noun of the imperfect's letters will do too, «تفكك».
    """
    forms = ("ي" + stem, "ت" + stem, "ا" + stem)
    known = (one for one in forms[: 3 - any_word] if verbs.frequency(one))
    if any(any_word or verbs.looks_like_verb(one) for one in known):
        return True
    return len(stem) > 2 and verbs.frequency(stem) > 0 and verbs.looks_like_verb(stem)
