"""What stands beside the name of a place: whether it tells that a place is meant, and in which state."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from musnad.lang.gazetteer import gazetteer, place_words
from musnad.lang.people import people
from musnad.places_hits import Hit, Indexed, Level

_OPENING = ("(", "-", "–", "—", ":", "،", ",", "/")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What tells that a hit is a place: `strong` and `weak` name it; `against` says what it is instead.

    `head` is settlement, region or empty, `tie` the code of the state that stands beside the name.
    """

    strong: str = ""
    weak: str = ""
    against: str = ""
    head: str = ""
    tie: str = ""

    @property
    def score(self) -> int:
        """0 where nothing tells, 1 where something does, 2 where it surely does."""
        return 2 if self.strong else 1 if self.weak else 0


@lru_cache(maxsize=16384)
def bare(word: str, known: frozenset[str]) -> str:
    """The word of `known` that a folded word is, with clitics or without, or nothing."""
    if word in known:
        return word
    rest = word[1:] if word[:1] in ("و", "ف") else word
    if rest in known:
        return rest
    return rest[1:] if rest[:1] in ("ب", "ل") and rest[1:] in known else ""


@lru_cache(maxsize=1)
def _adjectives() -> dict[str, str]:
    """The adjectives of states and the names of their people, as they are printed, each with the code."""
    lang, too = people(), place_words().adjectives_too
    found: dict[str, str] = {}
    for form, code in (lang.plurals | lang.adjectives).items():
        if form.removeprefix("ال") not in too:
            joined = ("و" + form, "ف" + form) if form.startswith("ال") else ()
            found |= dict.fromkeys((form, *joined), code)
    return found


def state_adjective(word: str) -> str:
    """The code of the state whose adjective a folded word is, with the article or without, or nothing."""
    return _adjectives().get(word, "")


def weights(words: Indexed, found: Sequence[Hit]) -> Counter[str]:
    """How much the report has to do with each state: names of states, their capitals and adjectives count."""
    lang = people()
    counted: Counter[str] = Counter()
    names = place_words().names
    for hit in found:
        if hit.level < Level.SURE and hit.name not in names:
            continue
        if hit.state:
            # «عمان» is the capital of another state too.
            counted[hit.state] += 2 * (hit.name not in lang.capitals)
            continue
        country = _only(hit.name)
        if country:
            counted[country] += 1
    adjectives = _adjectives()
    for word in adjectives.keys() & words.index.keys():
        code, at = adjectives[word], words.index[word]
        if code == "KP":
            counted.update(_korean(words.words, i) or code for i in at)
        elif len(word) > 3:
            counted[code] += len(at)
    return counted


@lru_cache(maxsize=4096)
def _only(name: str) -> str:
    """The state of a name that no place of another state bears with a twentieth of the people, or nothing."""
    entries = gazetteer().named(name)
    largest = max((entry.population for entry in entries), default=0)
    found = {entry.country for entry in entries if entry.population * 20 >= largest}
    return found.pop() if len(found) == 1 else ""


def _korean(every: Sequence[str], i: int) -> str:
    """The two Koreas share an adjective: «الكوري الجنوبي»."""
    if not every[i].removeprefix("ال").startswith("كوري"):
        return ""
    behind = every[i + 1].removeprefix("ال") if i + 1 < len(every) else ""
    return "KR" if behind.startswith("جنوب") else "KP"


def evidence(body: str, words: Indexed, found: Sequence[Hit]) -> list[Evidence]:
    """The evidence for each hit, in order."""
    out: list[Evidence] = []
    for number, hit in enumerate(found):
        behind = found[number + 1] if number + 1 < len(found) else None
        told = _beside(body, words, hit, behind)
        if not told.against and not told.score and number:
            told = _listed(body, words, found[number - 1], hit, out[-1], told)
        out.append(told)
    return out


def _beside(body: str, words: Indexed, hit: Hit, behind: Hit | None) -> Evidence:
    """What the words before and behind a hit say."""
    known = place_words()
    tie = _tie(body, words, hit, behind)
    before = ""
    if hit.first and not body[words.ends[hit.first - 1] : words.starts[hit.first]].strip(' "'):
        before = words.words[hit.first - 1]
    against = _against(body, words, hit, "" if hit.clitic else before)
    if not against and (hit.clitic or not before or bare(before, known.prepositions)):
        against = _club(body, words, hit)
    if against:
        return Evidence(against=against, tie=tie)
    head = bare(before, known.settlements)
    if head and not hit.clitic:
        return Evidence(strong=head, head="settlement", tie=tie)
    head = bare(before, known.regions)
    if head and not hit.clitic:
        return Evidence(strong=head, head="region", tie=tie)
    # «داخل العين», «الاتحاد البرتغالي»: of a common word no side and no adjective makes a place.
    side = bare(before, known.sides) if hit.level > Level.WORD and not hit.clitic else ""
    side = side or bare(before, known.facilities)
    if side:
        return Evidence(strong=side, tie=tie)
    if tie and hit.level > Level.WORD:
        return Evidence(strong="state beside it", tie=tie)
    if hit.level > Level.WORD and _dateline(body, words, hit):
        return Evidence(strong="dateline")
    preposition = bare(before, known.prepositions) if not hit.clitic else ""
    if preposition or hit.clitic.endswith("ب"):
        return Evidence(weak=preposition or "ب")
    return Evidence()


def _against(body: str, words: Indexed, hit: Hit, before: str) -> str:
    """What the name is, where the word before or behind it tells that it is no place: a kind, or nothing."""
    classes, known = people().classes, place_words()
    titled = before in classes.honorifics and before not in known.sides and before != "الله"
    if (before in classes.given and before != _ON) or titled or before in _JOINED:
        return "person"
    if bare(before, known.organisations) and not hit.state:
        return "organisation"
    if hit.last < len(words.words) and body[words.ends[hit.last - 1] : words.starts[hit.last]] == " ":
        after = words.words[hit.last]
        if after in known.behind:
            return "organisation"
        if hit.level < Level.SURE and after in classes.given and hit.name in classes.given:
            return "person"
    start, end = words.starts[hit.first] + hit.cut, words.ends[hit.last - 1]
    quoted = body[start - 1 : start] == '"' and body[end : end + 1] == '"'
    return "quoted" if (quoted and hit.level < Level.SURE) or (quoted and not hit.state and before) else ""


_JOINED = frozenset({"عبد", "عبيد", "بن", "بنت", "ابن", "ابو", "ابي", "ابا", "ذو", "دي", "فون"})
# The preposition «على» folded, far commoner than the name.
_ON = "علي"


def _club(body: str, words: Indexed, hit: Hit) -> str:
    """A club, where the adjective of a state behind a city is masculine: «إلى روما الإيطالي»."""
    if hit.state or hit.last >= len(words.words):
        return ""
    after = words.words[hit.last]
    tied = body[words.ends[hit.last - 1] : words.starts[hit.last]] == " "
    if not tied or not after.startswith("ال") or after.endswith("ه") or not state_adjective(after):
        return ""
    return "club" if any(entry.kind == "city" for entry in gazetteer().named(hit.name)) else ""


def _tie(body: str, words: Indexed, hit: Hit, behind: Hit | None) -> str:
    """The state that is named right behind: «حلب السورية», «عدن، اليمن», «طرابلس في ليبيا»."""
    if hit.last >= len(words.words) or hit.state:
        return ""
    gap = body[words.ends[hit.last - 1] : words.starts[hit.last]]
    after = words.words[hit.last]
    if gap == " " and after.startswith("ال"):
        code = _korean(words.words, hit.last) or state_adjective(after)
        if code:
            return code
    if behind is None or not behind.state or behind.level < Level.SURE:
        return ""
    if behind.first == hit.last:
        listed = bool(behind.clitic) or _and(body, words, behind)
        if gap.strip() in ("،", ",", "(", "-", "–") and not listed:
            return behind.state
        if gap == " " and behind.clitic == "ب":
            return behind.state
    if behind.first == hit.last + 1 and gap == " " and after == "في" and not behind.clitic:
        return behind.state
    return ""


def _and(body: str, words: Indexed, hit: Hit) -> bool:
    """Whether the name is one of a list that goes on: «لبنان وسوريا», «لبنان، سوريا»."""
    if hit.last >= len(words.words):
        return False
    after = words.words[hit.last]
    gap = body[words.ends[hit.last - 1] : words.starts[hit.last]].strip()
    return gap in ("", "،") and after[:1] == "و" and after[1:] in people().states


def _dateline(body: str, words: Indexed, hit: Hit) -> bool:
    """Whether the name opens a line and a mark follows: «عدن (رويترز)», «صنعاء - وكالات»."""
    start = words.starts[hit.first]
    if hit.clitic or (start and body[start - 1] != "\n"):
        return False
    return body[words.ends[hit.last - 1] : words.ends[hit.last - 1] + 3].lstrip(" ")[:1] in _OPENING


def _listed(body: str, words: Indexed, before: Hit, hit: Hit, told: Evidence, own: Evidence) -> Evidence:
    """The evidence of the name before, where this one is listed with it: «مدينتي حلب وحمص»."""
    if before.last != hit.first or told.against or not (told.score or before.level == Level.SURE):
        return own
    gap = body[words.ends[before.last - 1] : words.starts[hit.first]].strip()
    if (gap == "" and hit.clitic == "و") or (gap in ("،", ",") and hit.clitic in ("", "و")):
        return Evidence(weak="list", head=told.head if told.strong and gap == "" else "")
    return own


@lru_cache(maxsize=4)
def _forms(known: frozenset[str]) -> dict[str, str]:
    """The words of a class with clitics and without, each with the word."""
    return {before + word: word for before in ("", "و", "ف", "ب", "ل", "وب", "ول") for word in sorted(known)}


def heads(words: Indexed, known: frozenset[str]) -> Iterator[tuple[int, str]]:
    """The places of words of a class, with clitics and without, and the word."""
    forms = _forms(known)
    printed = forms.keys() & words.index.keys()
    return iter(sorted((i, forms[word]) for word in printed for i in words.index[word]))
