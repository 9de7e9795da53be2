"""Who may be meant where no phrase names the speaker: candidates, and how likely each is.

Candidates are those who have spoken, whom the sentence or the one before names, and those who speak
next; one more stands for nobody. A conditional logit over agreement, distance, role, recency and
continuity chooses; its weights are in ``lang/ar/antecedents.tsv``, fitted by ``tools/fit_antecedents.py``.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from musnad import lang
from musnad.lang.grammar import grammar_words
from musnad.lookup import Lookup
from musnad.model import Segments, Span
from musnad.morphology import Form
from musnad.narration import REACH, subjects
from musnad.pairs import joined
from musnad.parties import Party
from musnad.phrases import RELATIVES, is_complementiser
from musnad.speakers import Actor, Registry, whole
from musnad.text import fold_text
from musnad.tokens import Tokens, tokenise
from musnad.voice import NOMINAL, Voice, Wanted, fits, nature, wanted
from musnad.words import looks_like_verb

_BACK = 8
"""How many speakers before are candidates."""

_AHEAD = 3
_SUBJECTS = 3
_RELATIVE_GENDER = {"الذي": "m", "والذي": "m", "التي": "f", "والتي": "f"}


@dataclass(slots=True)
class Candidate:
    """Somebody who may be meant: an actor, or a party not yet known; neither for nobody.

    `voice` is the attribution that he last spoke in, `span` where the sentence names him, `found` the
    features, all of value 1; `gender` is that of the verb that he is the subject of, `named` where the
    sentence prints his name.
    """

    actor: Actor | None = None
    party: Party | None = None
    span: Span | None = None
    voice: Voice | None = None
    ahead: bool = False
    found: list[str] = field(default_factory=list)
    gender: str = ""
    named: int | None = None


@dataclass(frozen=True, slots=True)
class _Cue:
    """The cue in question: token `at` of a sentence, tied by `link` to what stands before it."""

    voice: Voice
    want: Wanted
    sentence: int
    at: int
    link: str


@lru_cache(maxsize=1)
def weights() -> dict[str, float]:
    """The fitted weight of each feature."""
    cells = lang.cells("ar", "antecedents")
    return dict(zip(cells[::2], map(float, cells[1::2]), strict=True))


def score(found: Sequence[str], known: dict[str, float]) -> float:
    """How well a candidate with these features fits; unknown ones count nothing."""
    return sum([known.get(name, 0.0) for name in found])


def best(candidates: Sequence[Candidate], known: dict[str, float]) -> Candidate:
    """The candidate that fits best, the first of equals."""
    return max(candidates, key=lambda c: score(c.found, known))


class Antecedents:
    """The candidates of one report."""

    def __init__(
        self, text: str, segments: Segments, registry: Registry, lookup: Lookup, dotted: bool,
        parse: Callable[[Span, bool], Party],
    ) -> None:  # fmt: skip
        self.text = text
        self.sentences = segments.sentences
        self.paragraphs = segments.paragraphs
        self.registry = registry
        self.lookup = lookup
        self.dotted = dotted
        self.parse = parse
        self._tokens: dict[int, Tokens] = {}
        self._starts = [s.span.start for s in self.sentences]
        self._paragraph_starts = [p.start for p in self.paragraphs]

    def _sentence(self, offset: int) -> int:
        return bisect_right(self._starts, offset) - 1

    def _paragraph(self, offset: int) -> int:
        return bisect_right(self._paragraph_starts, offset) - 1

    def tokens(self, number: int) -> Tokens:
        """The words of a sentence."""
        if number not in self._tokens:
            sentence = self.sentences[number]
            self._tokens[number] = tokenise(self.text, sentence, (), self.dotted, self.lookup.folded)
        return self._tokens[number]

    def plainly(self, voice: Voice, last: Voice) -> bool:
        """Whether the cue goes on with the last speaker beyond doubt, so that nothing needs weighing.

        He agrees, on the same level of quotation, and the cue is a participle in his sentence, or a verb
        behind «و» there, or one at the head of the next. On the training reports such speakers are as often
        right as those that the model chooses.
        """
        a, b, form = voice.at, last.at, voice.form
        if form is None or last.actor is None or a.inside != b.inside or last.form is None:
            return False
        if last.form.part in NOMINAL or not fits(last.actor, form.gender, form.number):
            return False
        here, there = self._sentence(a.cue.start), self._sentence(b.cue.start)
        if form.part == "participle":
            return here == there
        if form.part not in ("past", "present"):
            return False
        if here == there:
            return form.conjunction == "و"
        return here == there + 1 and a.cue.start - self._starts[here] < 5

    def of(self, voice: Voice, previous: Sequence[Voice], behind: Sequence[Voice]) -> list[Candidate]:
        """The candidates for the speaker of `voice`; the last one is nobody.

        `previous` are the attributions before it that have a speaker, `behind` those after it.
        """
        a = voice.at
        here = self._sentence(a.cue.start)
        if here < 0:
            return [Candidate(found=["nobody"])]
        tokens = self.tokens(here)
        at = bisect_left(tokens.starts, a.cue.start - tokens.base, key=tokens.folded.origin)
        want = wanted(voice, tokens.word(at) or fold_text(a.cue.of(self.text)[:40]))
        cue = _Cue(voice, want, here, at, self._link(tokens, at, want))
        found: dict[int, Candidate] = {}
        self._spoken(cue, previous, found)
        unknown: list[Candidate] = []
        self._named(cue, found, unknown)
        self._narrated(cue, found, unknown)
        if want.number == "d":
            self._paired(found, unknown)
        self._next(voice, want, behind, found)
        known = list(found.values()) + unknown
        for candidate in known:
            self._agreement(candidate, want)
        self._present(known, want, self._starts[here], cue.link)
        fitting = sum("agrees" in c.found for c in known)
        nobody = Candidate(found=self._nobody(cue, tokens, fitting))
        # Bodies are of either gender as the writer thinks of them; a person is not.
        agreeing = [c for c in known if not ("gender=other" in c.found and "kind=person" in c.found)]
        return [*agreeing, nobody]

    def _spoken(self, cue: _Cue, previous: Sequence[Voice], found: dict[int, Candidate]) -> None:
        """Those who have spoken, the last first."""
        a, want, link = cue.voice.at, cue.want, cue.link
        here, paragraph = self._sentence(a.cue.start), self._paragraph(a.cue.start)
        ranks: dict[str, int] = {}
        fitting = 0
        settled = False
        for nth, other in enumerate(reversed(previous[-_BACK:])):
            actor = other.actor
            if actor is None or actor.order in found:
                continue
            b = other.at
            if b.id == a.inside:
                kind = "outer"
            elif a.inside is not None:
                kind = "sibling" if b.inside == a.inside else "outside"
            else:
                kind = "spoke" if b.inside is None else "inner"
            rank = ranks[kind] = ranks.get(kind, -1) + 1
            between = here - self._sentence(b.cue.start)
            near = "0" if between <= 0 else "1" if between == 1 else "2" if between < 4 else "4"
            candidate = found[actor.order] = Candidate(actor=actor, voice=other)
            good = fits(actor, want.gender, want.number)
            part = want.part
            candidate.found += [
                kind,
                f"{kind}+{part}",
                f"{kind}+rank={min(rank, 3)}",
                f"{kind}+near={near}",
                f"{part}+near={near}",
                f"last={nth == 0}+{part}+near={near}",
                f"{'first' if fitting == 0 else 'later'}-fitting={good}",
                f"by={other.rule}",
                f"{kind}+link={link}",
                f"last={nth == 0}+link={link}+near={near}",
            ]
            if not settled and good and (a.inside == b.inside or b.id == a.inside):
                candidate.found += ["plain", f"plain+{part}", f"plain+link={link}"]
                settled = True
            fitting += good
            if self._paragraph(b.cue.start) == paragraph:
                candidate.found.append("paragraph")
            elif self._paragraph(b.cue.start) == 0:
                candidate.found.append("title")
            if other.form is not None and other.form.part in NOMINAL:
                candidate.found.append("aside")

    def _narrated(self, cue: _Cue, found: dict[int, Candidate], unknown: list[Candidate]) -> None:
        """The subjects of finite verbs before the cue in its sentence, and of the sentence before."""
        voice, want, number, at, link = cue.voice, cue.want, cue.sentence, cue.at, cue.link
        tokens = self.tokens(number)
        told = subjects(tokens, at)
        relative = _RELATIVE_GENDER.get(tokens.word(at - 1), "") if at else ""
        for rank, (span, gender, how) in enumerate(reversed(told[-_SUBJECTS:])):
            if how == "before" and relative and want.gender and relative != want.gender:
                # «الاجتماع الذي عقدت»: the relative clause has another subject.
                continue
            labels = [how, f"{how}+{want.part}", f"{how}+rank={min(rank, 3)}"]
            labels.append(f"subjects={min(len(told), 3)}+rank={min(rank, 3)}")
            labels.append(f"{how}+link={link}+rank={min(rank, 2)}")
            if rank == len(told) - 1:
                labels += ["opens", f"opens+link={link}"]
            if want.part in ("past", "present"):
                labels.append(f"{how}+prior={self._prior(tokens, at)}")
            if gender and want.gender:
                labels.append("verbs-agree" if gender == want.gender else "verbs-differ")
            self._note(tokens.span(span), gender, labels, found, unknown)
        if (told and at > 1) or not number:
            return
        if self._paragraph(self._starts[number - 1]) == self._paragraph(voice.at.cue.start):
            before = self.tokens(number - 1)
            for span, gender, how in subjects(before, min(len(before), REACH))[:1]:
                labels = ["prior-sentence", f"prior-{how}", f"prior-sentence+{want.part}"]
                self._note(before.span(span), gender, labels, found, unknown)

    def _note(
        self,
        span: Span,
        gender: str,
        labels: list[str],
        found: dict[int, Candidate],
        unknown: list[Candidate],
    ) -> None:
        """A phrase as a candidate, or as one more trait of a candidate that it names."""
        party = self.parse(span, False)
        if not party.key:
            return
        actor = self.known(party, span.start)
        if actor is None and party.kind in ("person", "role"):
            inner = next(
                (
                    c
                    for c in (*found.values(), *unknown)
                    if c.named is not None and span.start <= c.named < span.end
                ),
                None,
            )
            if inner is not None:
                inner.found += [label for label in labels if label not in inner.found]
                inner.gender = inner.gender or gender
                inner.span = inner.span or span
                return
        if actor is not None:
            candidate = found.setdefault(actor.order, Candidate(actor=actor))
            if candidate.voice is None and not candidate.found:
                candidate.found.append("unspoken")
        else:
            same = next((c for c in unknown if c.party is not None and c.party.key == party.key), None)
            candidate = same or Candidate(party=party, found=["unknown"])
            if same is None:
                unknown.append(candidate)
        if candidate.span is None:
            candidate.span, candidate.gender = span, gender
            candidate.found += labels

    def known(self, party: Party, at: int) -> Actor | None:
        """The actor whom a phrase means, where one is known; none is added."""
        registry = self.registry
        if party.state is not None:
            return registry.by_state.get(party.state)
        if party.kind == "role":
            return registry.spoken_holder(party, at)
        actor = registry.by_key.get(registry.filed(party))
        if actor is not None:
            return whole(actor)
        if party.points:
            return registry.pointed(party, at, ())
        return registry.longer(party.key, at) if party.kind == "person" else None

    def _named(self, cue: _Cue, found: dict[int, Candidate], unknown: list[Candidate]) -> None:
        """Persons whom the sentence names before the cue in any role."""
        voice, want, number, link = cue.voice, cue.want, cue.sentence, cue.link
        words, folded = self.lookup.words, self.lookup.folded
        starts = words.starts

        def index(offset: int) -> int:
            return bisect_left(starts, offset, key=folded.origin)

        last = index(voice.at.cue.start)
        first = max(index(self._starts[number]), last - REACH)
        rank = 0
        for i in range(last - 1, first - 1, -1):
            word = words.words[i]
            actor = self._mentioned(word)
            party = None
            if actor is None and word in self.lookup.lang.roles:
                party = self.lookup.person_at(i)
                if party is not None and not self.registry.plausible(party):
                    party = None
                actor = self.known(party, voice.at.cue.start) if party is not None else None
            if actor is None and party is None:
                continue
            labels = ["mention", f"mention+{want.part}", f"mention+rank={min(rank, 3)}"]
            labels.append(f"mention+prior={self._before(words.words[i - 1] if i else '')}")
            labels.append(f"mention+link={link}")
            rank += 1
            candidate = Candidate(actor=actor, party=None if actor is not None else party)
            if actor is not None:
                candidate = found.setdefault(actor.order, candidate)
            elif (same := _of_last_name(unknown, party)) is not None:
                candidate = same
            else:
                unknown.append(candidate)
            if "mention" not in candidate.found:
                candidate.found += labels
                candidate.named = folded.origin(starts[i])
            if rank > 6:
                break

    @staticmethod
    def _paired(found: dict[int, Candidate], unknown: list[Candidate]) -> None:
        """Two persons whom the sentence names, for a verb in the dual."""
        named = sorted(
            (
                (c.named, who.name)
                for c in (*found.values(), *unknown)
                if c.named and (who := c.actor or c.party)
            ),
        )
        if len(named) == 2 and named[0][1] != named[1][1]:
            unknown.append(Candidate(party=joined(named[0][1], named[1][1]), found=["pair"]))

    def _before(self, word: str) -> str:
        if word in grammar_words().prepositions:
            return word
        return "verb" if looks_like_verb(word) else "role" if word in self.lookup.lang.roles else "other"

    def _mentioned(self, word: str) -> Actor | None:
        """The person whose last name the word is."""
        bare = word if word in self.registry.by_word else word[1:] if word[:1] in "ولب" else word
        return self.registry.surnamed(bare)

    def _next(self, voice: Voice, want: Wanted, behind: Sequence[Voice], found: dict[int, Candidate]) -> None:
        """Those who speak next by a phrase of their own."""
        here = self._sentence(voice.at.cue.start)
        title = self._paragraph(voice.at.cue.start) == 0
        rank = 0
        for other in behind[:_AHEAD]:
            if other.party is None or other.at.source is None:
                continue
            actor = self.known(other.party, other.at.source.start)
            if actor is None or actor.order in found:
                continue
            near = min(self._sentence(other.at.cue.start) - here, 2)
            candidate = found[actor.order] = Candidate(actor=actor, ahead=True)
            candidate.found += ["next", f"next+rank={rank}", f"next+title={title}+near={near}"]
            candidate.found.append(f"next+{want.part}")
            rank += 1

    @staticmethod
    def _present(known: list[Candidate], want: Wanted, start: int, link: str) -> None:
        """Note who is in the sentence of the cue, which begins at `start`, and who alone there agrees."""
        present = [
            c for c in known
            if c.named is not None
            or (c.span is not None and c.span.start >= start)
            or (c.voice is not None and c.voice.at.cue.start >= start)
        ]  # fmt: skip
        fitting = [c for c in present if "agrees" in c.found]
        for candidate in known:
            here = any(candidate is c for c in present)
            label = "here" if here else "elsewhere" if fitting else "nowhere"
            candidate.found += [label, f"{label}+{want.part}", f"{label}+link={link}"]
            if fitting and len(fitting) == 1 and candidate is fitting[0]:
                candidate.found += ["sole", f"sole+{want.part}"]

    def _agreement(self, candidate: Candidate, want: Wanted) -> None:
        """Note whether the candidate agrees with the cue."""
        who = candidate.actor or candidate.party
        if who is None:
            return
        gender = candidate.gender or who.gender
        sure = bool(gender and want.gender)
        same = not sure or gender == want.gender
        counts = fits(who, "", want.number)
        found = candidate.found
        found.append(f"gender={'same' if same else 'other'}" if sure else "gender=unknown")
        found.append(f"number={counts}+{want.number}")
        if same and counts:
            found.append("agrees")
        if candidate.voice is None and not candidate.ahead:
            kind = nature(who)
            found += [f"nature={kind}", f"nature={kind}+{want.part}"]
        found.append(f"kind={who.kind}")
        found.append(f"kind={who.kind}+{want.part}")

    def _link(self, tokens: Tokens, at: int, want: Wanted) -> str:
        """How the cue is tied to what stands before: by «و», by a relative, with a pronoun behind it ..."""
        if at >= len(tokens):
            return "none"
        if tokens.word(at + 1) in self.lookup.lang.classes.bound:
            return "resumed"
        if want.conjoined:
            return "joined-start" if at == 0 else "joined"
        prior = self._prior(tokens, at)
        if prior == "word" and want.part in ("past", "present"):
            last = tokens.word(at - 1)
            gender = "f" if last.endswith(("ه", "ات", "اء")) else "m"
            return "describes" if gender == want.gender else "behind-noun"
        return prior

    def _prior(self, tokens: Tokens, at: int) -> str:
        prior = tokens.word(at - 1)
        if prior in RELATIVES or prior in ("ما", "من", "ممن"):
            return prior
        if is_complementiser(prior):
            return "complementiser"
        if prior in grammar_words().prepositions or prior in grammar_words().boundaries:
            return prior
        return "start" if at == 0 else "mark" if not prior[:1].isalnum() else "word"

    def _nobody(self, cue: _Cue, tokens: Tokens, fitting: int) -> list[str]:
        """The features of nobody: passives, impersonals, and nouns that nobody is named for."""
        voice, want, at = cue.voice, cue.want, cue.at
        part, prior = want.part, self._prior(tokens, at)
        behind = tokens.word(at + 1)
        opener = behind if behind in grammar_words().prepositions or is_complementiser(behind) else ""
        found = [
            "nobody",
            f"nobody+{part}",
            f"nobody+prior={prior}+{part}",
            f"nobody+conjoined={want.conjoined}+{part}",
            f"nobody+link={cue.link}+{part}",
            f"nobody+inside={voice.at.inside is not None}+{part}",
            f"nobody+fitting={min(fitting, 2)}+{part}",
        ]
        if opener:
            found.append(f"nobody+behind={opener}")
        if behind[:1] == "ب" and len(behind) > 2:
            found.append(f"nobody+behind=ب+{part}")
            form = voice.form
            if form is not None and not form.pronoun and _takes_object(form):
                found += ["nobody+objectless", f"nobody+objectless+{part}"]
        if self._paragraph(voice.at.cue.start) == 0:
            found.append(f"nobody+title+{part}")
        return found


def _of_last_name(unknown: list[Candidate], party: Party | None) -> Candidate | None:
    """The candidate whose last name is that of `party`."""
    last = party.key[-1:] if party is not None else ()
    return next((c for c in unknown if c.party is not None and c.party.key[-1:] == last), None)


def _takes_object(form: Form) -> bool:
    return form.cue.addressee == "object" or "object" in form.cue.complements
