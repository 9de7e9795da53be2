"""The peer to beat: attributions by a handful of regular expressions, an hour's honest work.

Verb, subject and complementiser or colon; a dropped subject; a relay that opens or closes a sentence.
A short name takes the fullest name printed before it; a dropped subject is the last speaker.
"""

from __future__ import annotations

import re

from musnad.model import Attribution, CueClass, Entity, Quote, Reading, Report, Statement
from musnad.text import Folded, fold

_CLASSES: dict[CueClass, str] = {
    "say": "قال يقول قائل اضاف مضيف تابع اوضح موضح ذكر اشار مشير لفت صرح وصف",
    "assert": "اكد يؤكد مؤكد شدد مشدد",
    "announce": "اعلن",
    "deny": "نفي",
    "claim": "زعم ادعي",
    "warn": "حذر محذر",
    "accuse": "اتهم انتقد",
    "demand": "طالب دعا دعت حث",
    "believe": "اعتبر يعتبر معتبر راي يري يعتقد توقع",
    "show": "كشف اظهر بين",
    "relay": "نقل افاد",
}
_VERBS: dict[str, CueClass] = {
    verb + ending: name
    for name, verbs in _CLASSES.items()
    for verb in verbs.split()
    for ending in ("", "ت", "وا", "ا", "ه")
} | {"تقول": "say", "تؤكد": "assert", "نفت": "deny", "رات": "believe", "تعتبر": "believe", "تعتقد": "believe"}
_VERB = rf"(?<!\w)(?P<cue>[وف]?(?:{'|'.join(sorted(_VERBS, key=len, reverse=True))}))(?!\w)"
_THAT = r"(?:الي |علي |من )?ب?ان(?:ه|ها|هم|نا)?(?!\w)"
_OCCASION = r"،?(?: (?:في|خلال|عبر|ل\w+|امس|اليوم|يوم|عقب|بعد|قبل|ردا|علي)\b[^\n.:]{0,120}?)?"
_NAME = r"(?P<source>[^\n.:]{2,90}?)"
_NOUN = r"(?P<source>[^\n.:،]{2,90}?)"
_BODY = r"(?P<content>[^\n.]{4,600})"
_WITH = r"(?P<content>(?:الي|من|علي|ب\w+) [^\n.،]{4,300})"
_ACCORDING = "(?:بحسب|وفقا?|حسب|نقلا عن)(?: ما)?"
_START = r"(?<![^.\n])\s*(?:و?لكن |غير ان |و?كانت? |اما )?"
_CLAUSE = rf"(?P<content>{_THAT}[^\n.]{{4,600}})"
_PLAIN = "طالبت?|دعا|دعت|حذرت?|اتهمت?|انتقدت?"
_PATTERNS = {
    "subject-verb-that": re.compile(rf"{_START}(?P<source>\w+(?: \w+){{0,5}})،?(?: قد)? {_VERB} {_CLAUSE}"),
    "verb-that": re.compile(rf"{_VERB}{_OCCASION} {_CLAUSE}"),
    "verb-quote": re.compile(rf"{_VERB}{_OCCASION} ?[:،]? ?(?P<content>\"[^\"\n]{{4,600}}\")"),
    "verb-subject-that": re.compile(rf"{_VERB} {_NAME}{_OCCASION} {_CLAUSE}"),
    "verb-subject-colon": re.compile(rf"{_VERB} {_NAME}{_OCCASION} ?: ?{_BODY}"),
    "verb-preposition": re.compile(rf"(?<!\w)(?P<cue>[وف]?(?:{_PLAIN})) {_NOUN} {_WITH}"),
    "relay-verb": re.compile(rf"(?<![^.\n]){_BODY}، {_ACCORDING} (?P<cue>\w+) {_NOUN}(?=[.\n،]|$)"),
    "relay-after": re.compile(rf"(?<![^.\n]){_BODY}، (?P<cue>{_ACCORDING}) {_NOUN}(?=[.\n،]|$)"),
    "relay-before": re.compile(rf"(?<![^.\n])\s*(?P<cue>و?{_ACCORDING}) {_NOUN}، {_BODY}"),
}  # fmt: skip
_FIRST = ("عبد", "أبو", "ابو")
_TITLE = re.compile(r"(?:الرئيس|وزير|رئيس|المتحدث|الناطق|مدير|زعيم|السيد|الدكتور|الامير|الملك|قائد|المستشار)")


def read(report: Report) -> Reading:
    """A reading of `report` in the package's own types, so that the same evaluator scores it."""
    folded = fold(report.text)
    found: dict[int, tuple[str, re.Match[str]]] = {}
    for rule, pattern in _PATTERNS.items():
        for match in pattern.finditer(folded.text):
            if rule != "relay-verb" or match["cue"].rstrip("ه") in _VERBS:
                found.setdefault(match.start("cue"), (rule, match))
    attributions = tuple(
        _attribution(folded, rule, match, f"a{i}")
        for i, (rule, match) in enumerate((found[at] for at in sorted(found)), start=1)
    )
    return _reading(report, attributions)


def _attribution(folded: Folded, rule: str, match: re.Match[str], name: str) -> Attribution:
    content = folded.span(
        match.start("content"), match.start("content") + len(match["content"].rstrip(' ،:"'))
    )
    if match["content"].startswith('"') and match["content"].endswith('"'):
        content = folded.span(*match.span("content"))
    quotes = match["content"].count('"')
    quote: Quote = "indirect" if quotes < 2 else "direct" if match["content"].startswith('"') else "mixed"
    lemma = match["cue"].strip()
    return Attribution(
        id=name,
        source=folded.span(*match.span("source")) if "source" in match.groupdict() else None,
        cue=folded.span(match.start("cue"), match.start("cue") + len(lemma)),
        content=(content,),
        lemma=lemma,
        cue_class=_VERBS.get(lemma) or _VERBS.get(lemma[1:]) or "relay",
        quote=quote,
        rule=rule,
        confidence=0.5,
    )


def _reading(report: Report, attributions: tuple[Attribution, ...]) -> Reading:
    entities: dict[str, Entity] = {}
    statements: list[Statement] = []
    last: str | None = None
    for attribution in attributions:
        if attribution.source is not None:
            name = _fullest(_name(attribution.source.of(report.text)), list(entities), report.text)
            last = entities.setdefault(name, Entity(f"e{len(entities) + 1}", name, "unnamed")).id
        statements.append(Statement(f"s{attribution.id}", attribution.id, last, ()))
    return Reading(report, (), (), tuple(entities.values()), attributions, tuple(statements))


def _name(source: str) -> str:
    """A source up to its comma; after a title, the words behind its last adjective, or the last two."""
    words = source.split("،")[0].split()
    if len(words) < 3 or not _TITLE.match(fold(" ".join(words)).text):
        return " ".join(words)
    definite = [i for i, word in enumerate(words) if word.startswith("ال") and words[i - 1] not in _FIRST]
    after = words[definite[-1] + 1 :] if definite else []
    return " ".join(after or words[-2:])


def _fullest(name: str, known: list[str], text: str) -> str:
    """A name already known that begins or ends with this one, else the word printed before a single name."""
    for full in known:
        if f" {full} ".endswith(f" {name} ") or full.startswith(f"{name} "):
            return full
    if " " not in name and not name.startswith("ال"):
        before = re.search(rf"(?<!\w)(?!ال|و|ل)(\w{{3,}}) {re.escape(name)}(?!\w)", text)
        if before and not re.fullmatch(rf"{_VERB}", fold(before[1]).text):
            return before[0]
    return name
