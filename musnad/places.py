"""Places named in a report: where names stand, and which of the places of one name is meant.

Names are those of the gazetteer (`lang/places.tsv`) and of the states. A name that is a word, a person's or
an organisation's as well is a place only where what stands beside it says so; of namesakes the one is taken
that the states of the report, heads («محافظة», «مدينة») and neighbours tell. What stays in doubt is not
linked, and its candidates are listed.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from musnad.lang.gazetteer import Entry, gazetteer, place_words
from musnad.lang.people import people
from musnad.model import Located, Mention, Span
from musnad.places_evidence import Evidence, evidence, heads, state_adjective, weights
from musnad.places_hits import Hit, Indexed, Level, hits, level
from musnad.text import Folded, fold_text
from musnad.words import frequency

NEAR_KM = 50.0
"""Places of one state that lie nearer to each other are taken for one."""
_MARGIN = 0.7
_FAMOUS = 0.3
"""Less suffices where the name is one that the press knows: 0.3 is three times the people."""
_ALONE = 0.0
_LARGE = 300_000
_KNOWN = 50_000
_PHRASE = 8
_RARE = 20
"""A word that stands more often among those of words.tsv is no part of an unknown name."""
_INSIDE = frozenset({"في", "ب", "list", "elsewhere"})
_SIDES = frozenset({"شمال", "جنوب", "شرق", "غرب", "وسط", "شمالي", "جنوبي", "شرقي", "غربي"})
_LYING = _SIDES | {"في", "ب", "قرب"}


@dataclass(frozen=True, slots=True)
class Place:
    """A place: `ref` is `place/` with its GeoNames id, or `state/` with a code; empty for a facility.

    `kind` is city, region, continent, state or facility. States have no coordinates; `inherited` ones are
    those of the place that the name of a facility or the report names.
    """

    ref: str
    name: str
    name_en: str
    latitude: float | None
    longitude: float | None
    country: str
    kind: str
    population: int = 0
    inherited: bool = False


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that a name may mean, how well it fits, and why."""

    place: Place
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """The place that is meant, or None where that stays in doubt; `candidates` are the best first."""

    place: Place | None
    candidates: tuple[Candidate, ...] = ()


@dataclass(frozen=True, slots=True)
class Context:
    """What tells namesakes apart: the weight of each state in the report, and what stands beside the name.

    `head` is settlement, region or empty; `tie` the code of the state named beside the name.
    """

    states: Mapping[str, int] = field(default_factory=dict)
    head: str = ""
    tie: str = ""


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place named in a report: its span is without clitics, `name` folded; `reasons` say why it is one."""

    span: Span
    name: str
    choice: Choice
    reasons: tuple[str, ...]

    @property
    def place(self) -> Place | None:
        """The place that is meant, or None."""
        return self.choice.place


def distance(one: Place, other: Place) -> float:
    """Kilometres between two places; infinite where one has no coordinates."""
    if one.latitude is None or one.longitude is None or other.latitude is None or other.longitude is None:
        return math.inf
    a, b = math.radians(one.latitude), math.radians(other.latitude)
    turn = math.radians(other.longitude - one.longitude)
    half = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(turn / 2) ** 2
    return 12742 * math.asin(min(1.0, math.sqrt(half)))


def choose(name: str, context: Context | None = None) -> Choice:
    """Which place a name without clitics means, with the article or without it; None where it is in doubt."""
    context = context or Context()
    key = fold_text(name)
    turned = key.removeprefix("ال") if key.startswith("ال") else "ال" + key
    for form in (key, turned):
        found = _candidates(form, context)
        if found:
            doubtful = form in place_words().unlinked and not context.tie
            famous = level(form) == Level.SURE or form in place_words().names
            if context.tie and famous and all(c.place.country != context.tie for c in found):
                # «سفارة طهران السعودية»: the adjective is not the city's.
                return choose(form, replace(context, tie=""))
            place = None if doubtful else _settled(found, context, famous)
            return Choice(place, tuple(found[:5]))
    return Choice(None)


def _candidates(name: str, context: Context) -> list[Candidate]:
    """The places of a name, the best first."""
    lang = people()
    total = sum(context.states.values())
    entries = gazetteer().named(name)
    state = lang.capitals.get(name) or lang.silent.get(name, "")
    # Of the many Washingtons the largest is the capital.
    cities = [e for e in entries if e.country == state and e.kind == "city"]
    capital = max(cities, key=lambda e: e.population, default=None)
    found = [_weighed(entry, context, total, entry is capital) for entry in entries]
    if name in place_words().sure and capital is None and found:
        at = _best_known([c.place for c in found])
        found[at] = replace(
            found[at], score=round(found[at].score + 1.5, 2), reasons=(*found[at].reasons, "known")
        )
    code = lang.states.get(name, "")
    if name in place_words().kingdoms:
        found += [_state(kingdom, context, total) for kingdom in ("SA", "BH", "JO", "MA", "GB")]
    elif code:
        found.append(_state(code, context, total))
    return sorted(found, key=lambda c: (-c.score, c.place.ref))


def _best_known(places: Sequence[Place]) -> int:
    """Which of several places the press calls by their name without a word more: the largest.

    Of a city and the region around it this is the city, unless it is but a small one that is called like it.
    """
    largest = max(places, key=lambda p: p.population)
    cities = [p for p in places if p.country == largest.country and p.kind == "city"]
    city = max(cities, key=lambda p: p.population, default=largest)
    return places.index(city if city.population * 50 >= largest.population else largest)


def _state(code: str, context: Context, total: int) -> Candidate:
    """A state as a candidate; a head before the name is for its namesakes."""
    lang = people()
    score, reasons = 6.0 - 4.0 * bool(context.head), ["state"]
    near, why = _nearness(code, context, total)
    name, latin = lang.state_names[code], people("en").state_names.get(code, "")
    place = Place(f"state/{code}", name, latin, None, None, code, "state")
    return Candidate(place, round(score + near, 2), (*reasons, *why))


def _weighed(entry: Entry, context: Context, total: int, capital: bool) -> Candidate:
    """A place of the gazetteer as a candidate."""
    score = 0.6 * math.log10(entry.population + 10)
    reasons = [f"population {entry.population}"]
    if capital:
        score += 1.5
        reasons.append("capital")
    if entry.kind == "region":
        score += 2.5 if context.head == "region" else -2.0 if context.head else -0.8
    elif context.head:
        score += 0.5 if context.head == "settlement" else -0.5
    if context.head and (context.head == "region") == (entry.kind == "region"):
        reasons.append(context.head)
    if entry.kind == "continent":
        score += 3
    near, why = _nearness(entry.country, context, total)
    place = Place(
        f"place/{entry.id}", entry.name, entry.latin, entry.latitude, entry.longitude, entry.country,
        entry.kind, entry.population,
    )  # fmt: skip
    return Candidate(place, round(score + near, 2), (*reasons, *why))


def _nearness(country: str, context: Context, total: int) -> tuple[float, list[str]]:
    """What the states of the report and the one beside the name say for a state."""
    if context.tie:
        return (4.0, ["state beside it"]) if context.tie == country else (-4.0, [])
    weight = context.states.get(country, 0)
    return (3 * math.sqrt(weight / total), [f"state in the report {weight}/{total}"]) if weight else (0.0, [])


def _settled(found: Sequence[Candidate], context: Context, famous: bool) -> Place | None:
    """The first candidate, unless another is as good, or nothing in the report speaks for it."""
    first = found[0].place
    if context.tie and context.tie != first.country:
        return None
    weight = context.states.get(first.country, 0)
    # «عمان» is a state and the capital of another: the report must speak of one of them.
    if first.kind == "state" and not weight and any("capital" in c.reasons for c in found[1:]):
        return None
    margin = _FAMOUS if famous else _MARGIN
    for other in found[1:]:
        # Where the report speaks of the one state and not of the other, little more is needed.
        alone = weight and not context.states.get(other.place.country)
        if found[0].score - other.score >= (_ALONE if alone else margin):
            break
        same = other.place.country == first.country
        if not (same and (distance(first, other.place) <= NEAR_KM or first.kind == "state")):
            return None
    known = (
        first.kind in ("state", "continent")
        or context.tie == first.country
        or weight
        or first.population >= (_LARGE if not famous else _KNOWN)
        or "capital" in found[0].reasons
    )
    return first if known else None


def mentions(folded: Folded, words: Indexed, near: Iterable[str] = ()) -> tuple[PlaceMention, ...]:
    """The places that a report names, in order; none overlaps another.

    `words` are the indexed words of the report; `near` are codes of states that it has to do with besides,
    as that of its publisher. Names in organisations and of persons are left out. Never raises; linear in
    the text.
    """
    body = folded.text
    found = hits(body, words)
    if not found and not words.words:
        return ()
    told = evidence(body, words, found)
    states = weights(words, found)
    states.update(near)
    told = _agreed(found, told)
    choices: dict[tuple[str, str, str], Choice] = {}
    plain: list[tuple[int, int, PlaceMention]] = []
    for hit, why in zip(found, told, strict=True):
        if not _stands(hit, why):
            continue
        key = (hit.name, why.head or (why.strong if why.strong in _SIDES else ""), why.tie)
        if key not in choices:
            choices[key] = choose(hit.name, Context(states, why.head, why.tie))
        place = choices[key].place
        if place is not None and place.kind == "continent" and why.strong in _SIDES:
            # «شمال أفريقيا» is not the continent.
            choices[key] = replace(choices[key], place=None)
        if _fits(hit, why, choices[key].place, states):
            span = folded.span(words.starts[hit.first] + hit.cut, words.ends[hit.last - 1])
            reason = why.strong or why.weak or "name"
            plain.append((hit.first, hit.last, PlaceMention(span, hit.name, choices[key], (reason,))))
    return _with_facilities(folded, words, plain)


def _agreed(found: Sequence[Hit], told: Sequence[Evidence]) -> list[Evidence]:
    """What is said beside one place of a name holds for its others: a tie, and that it is a person's."""
    ties: dict[str, set[str]] = {}
    persons: set[str] = set()
    strong: set[str] = set()
    for hit, why in zip(found, told, strict=True):
        if why.tie:
            ties.setdefault(hit.name, set()).add(why.tie)
        if why.against == "person":
            persons.add(hit.name)
        elif why.strong:
            strong.add(hit.name)
    out = []
    for hit, why in zip(found, told, strict=True):
        tie = why.tie
        if not tie and len(ties.get(hit.name, ())) == 1:
            tie = next(iter(ties[hit.name]))
        against = why.against
        if hit.name in persons and not why.score and hit.level < Level.SURE:
            against = "person"
        weak = why.weak or ("elsewhere" if hit.name in strong and hit.level > Level.WORD else "")
        # A word that a head once made a name is one behind a preposition too.
        known = why.strong or ("elsewhere" if hit.name in strong and why.weak else "")
        same = (known, weak, against, tie) == (why.strong, why.weak, why.against, why.tie)
        out.append(why if same else Evidence(known, weak, against, why.head, tie))
    return out


def _stands(hit: Hit, why: Evidence) -> bool:
    """Whether a hit is a mention of a place."""
    if why.against:
        return False
    if hit.level == Level.SURE:
        return True
    if hit.level == Level.NAME:
        return why.score > 0
    return why.score > 1


def _fits(hit: Hit, why: Evidence, place: Place | None, states: Mapping[str, int]) -> bool:
    """Whether a name that may be a word or a person's is a mention, given the place that it would mean."""
    if hit.level == Level.SURE:
        return True
    if place is None:
        return hit.level == Level.NAME and bool(why.head)
    if place.population < _KNOWN and not why.strong and why.weak not in _INSIDE:
        return False
    # A small place is one that the report's own states tell of, not one that it names by the way.
    needed = max(states.values(), default=0) / 2 if place.population < _KNOWN else 1
    if why.strong or states.get(place.country, 0) >= max(needed, 1):
        return True
    # «بلاتر» is no Latur, though ب says that a place follows.
    return not hit.clitic and place.population >= _LARGE


def _with_facilities(
    folded: Folded, words: Indexed, plain: Sequence[tuple[int, int, PlaceMention]]
) -> tuple[PlaceMention, ...]:
    """The mentions with those of facilities in place of the names that they hold."""
    at = {first: (last, mention) for first, last, mention in plain}
    found: list[tuple[int, int, PlaceMention]] = []
    done = 0
    for first, head in heads(words, place_words().facilities):
        if first < done:
            continue
        made = _facility(folded, words, first, at)
        if made is not None:
            last, choice = made
            start = words.starts[first] + len(words.words[first]) - len(head)
            span = folded.span(start, words.ends[last - 1])
            name = " ".join((head, *words.words[first + 1 : last]))
            found.append((first, last, PlaceMention(span, name, choice, (head,))))
            done = last
    inside = {i for first, last, _ in found for i in range(first, last)}
    every = [*found, *(item for item in plain if item[0] not in inside)]
    return tuple(mention for _, _, mention in sorted(every, key=lambda item: item[0]))


def _facility(
    folded: Folded, words: Indexed, first: int, at: Mapping[int, tuple[int, PlaceMention]]
) -> tuple[int, Choice] | None:
    """Where the name of the facility at word `first` ends, and what it inherits; None where it has none."""
    every, adjectives = words.words, place_words().facility_adjectives
    inner = at.get(first + 1)
    if not _tied(folded.text, words, first + 1):
        return None
    last = inner[0] if inner is not None else _unknown(folded.text, words, first + 1)
    if not last:
        return None
    while _tied(folded.text, words, last) and every[last] in adjectives:
        last += 1
    code = state_adjective(every[last]) if _tied(folded.text, words, last) else ""
    if inner is not None:
        choice = inner[1].choice
    elif code:
        choice = Choice(_state(code, Context(), 0).place)
    else:
        choice = _around(folded.text, words, last, at)
    if choice.place is None:
        return last, choice
    name = " ".join(every[first:last])
    kept = replace(choice.place, ref="", name=name, name_en="", kind="facility", population=0, inherited=True)
    return last, Choice(kept, choice.candidates)


def _tied(body: str, words: Indexed, i: int) -> bool:
    """Whether only a space and quotation marks part word `i` from the one before."""
    return i < len(words.words) and body[words.ends[i - 1] : words.starts[i]].strip('"') == " "


def _unknown(body: str, words: Indexed, first: int) -> int:
    """Where the name that begins at word `first` ends, if it is one that no table holds; else 0.

    It is of words that are not common, up to three, or of one that is before an adjective of facilities.
    """
    every, adjectives = words.words, place_words().facility_adjectives
    last = first
    while last < first + 3 and last < len(every) and (last == first or _tied(body, words, last)):
        word = every[last]
        if (
            word in adjectives
            or frequency(word) > _RARE
            or not word.isalpha()
            or word.startswith(("و", "ف", "لل"))
        ):
            break
        last += 1
    if last == first:
        return 0
    adjective = _tied(body, words, last) and every[last] in adjectives
    return last if adjective else first + 1 if not frequency(every[first]) else 0


def _around(body: str, words: Indexed, last: int, at: Mapping[int, tuple[int, PlaceMention]]) -> Choice:
    """The place that the sentence ties to a facility behind its name: «قاعدة كذا في شرق روسيا»."""
    lying = _LYING | place_words().settlements | place_words().regions
    for i in range(last, min(last + _PHRASE, len(words.words))):
        if any(mark in body[words.ends[i - 1] : words.starts[i]] for mark in ".\n؛!؟"):
            break
        if i in at and at[i][1].place is not None and at[i][1].reasons[0] in lying:
            return at[i][1].choice
    return Choice(None)


def located(found: Iterable[PlaceMention], named: Iterable[Mention]) -> tuple[Located, ...]:
    """Where the places of a report are, each with the entity that is named there, in order.

    A name that another one holds, as that of a person or a body, belongs to no entity and is left out. One
    that is read as a place and stands in no table is told to be unknown.
    """
    known = {mention.span: mention for mention in found}
    return tuple(
        _located(known[mention.span], mention.entity)
        if mention.span in known
        else Located(mention.span, mention.entity, None, None, None, None, reasons=("not in the table",))
        for mention in named
        if mention.kind == "place" or (mention.kind == "state" and mention.span in known)
    )


def _located(mention: PlaceMention, entity: str) -> Located:
    place = mention.place
    if place is None:
        known = tuple(candidate.place.ref for candidate in mention.choice.candidates if candidate.place.ref)
        return Located(mention.span, entity, None, None, None, None, False, known, mention.reasons)
    return Located(
        mention.span,
        entity,
        place.ref or None,
        place.country or None,
        place.latitude,
        place.longitude,
        place.inherited,
        (),
        mention.reasons,
    )
