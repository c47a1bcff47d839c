"""Topics learned from a community's own tags: what its tagged posts look like, and which an untagged one would have.

One-against-rest logistic regression over TF-IDF of single words and pairs (Sebastiani 2002, Machine learning in
automated text categorization). Scores become probabilities by a logistic curve fitted on the newest posts, which were
left out (Platt 1999), so that a community whose words drift is told smaller ones.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from graph.model import Label, RelType
from graph.names import name_key
from ingest.document import Cleaned, Draft, Skip
from ingest.extract.prose import Prose, Relation, Span
from ingest.sentence import sentence_around

RULE = "learned"
# Fewer posts than that teach little: on two communities with 26 and 86 of them one suggestion in three was right.
ENOUGH = 200
# A tag with fewer posts is not learned.
_EXAMPLES = 5
# Below that a suggestion is no claim. A reader who checks four suggestions is to find three right.
_LEAST = 0.7
_MOST = 3
# Characters of a body: what a post is about is said by then, and one long page must not fill the memory.
_BODY = 10_000
# Posts that are learned from, the newest: more take longer and change nothing (1,400 give P@1 .88, 600 give .83).
_POSTS = 4000
_WORDS = 40_000
# A title has few words, each heavy; half its weight gave two points more than the whole.
_TITLE = 0.5
_SHORTEST = 400
# What is no word of a body, whatever its markup: cleaning it all twice would take as long as reading it.
_MARKS = re.compile(r"<[^<>]{1,400}>|https?://\S+|&#?\w+;|[#*_`|\[\](){}]")


@dataclass(frozen=True, slots=True)
class Tagged:
    """A post with the tags that its author or editor gave it."""

    key: str
    published: str
    title: str
    body: str
    tags: frozenset[str]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A tag that a post would have, how probable that is, and the words that speak most for it."""

    tag: str
    probability: float
    words: tuple[str, ...]


class TaggedPosts:
    """The tagged posts that a run comes by, with each tag's name as it is written first."""

    def __init__(self) -> None:
        self.posts: list[Tagged] = []
        self.names: dict[str, str] = {}

    def note(self, drafts: Iterable[Draft | Skip], source: str) -> Iterator[Draft | Skip]:
        """Pass drafts on, and keep what the tagged posts among them say."""
        for draft in drafts:
            yield draft
            if isinstance(draft, Skip) or not _is_post(draft):
                continue
            tags = (
                {name_key(Label.TOPIC, name): name for name in _tags(draft)}
                if len(draft.body) >= _SHORTEST
                else {}
            )
            if tags:
                self.names = tags | self.names
                self.posts.append(post_of(draft, source, frozenset(tags)))


def _is_post(draft: Draft) -> bool:
    return draft.main is None and not draft.parent


def _tags(draft: Draft) -> Iterator[str]:
    for said in draft.statements:
        if said.predicate is RelType.ABOUT and said.object is not None and said.object.label is Label.TOPIC:
            yield said.object.name


def post_of(draft: Draft, source: str, tags: frozenset[str] = frozenset()) -> Tagged:
    """Return what is learned from, or looked at, of a draft."""
    body = _MARKS.sub(" ", draft.body[: 2 * _BODY])[:_BODY]
    return Tagged(f"{source}/{draft.key}", draft.published, draft.title, body, tags)


class TopicModel:
    """Knows how the posts of each tag are written; made by `learn`."""

    def __init__(self, posts: Sequence[Tagged]) -> None:
        """Learn from posts in the order of their dates; raises ValueError where no tag has enough of them."""
        count = Counter(tag for post in posts for tag in post.tags)
        self.tags = sorted(tag for tag, times in count.items() if times >= _EXAMPLES)
        if not self.tags:
            raise ValueError("no tag has enough posts")
        self._body, self._title = _vectoriser(_WORDS), _vectoriser(_WORDS // 4)
        texts, titles = [post.body for post in posts], [post.title for post in posts]
        self._body.fit(texts)
        self._title.fit(titles)
        self._fit(self._rows(posts), posts)
        self._slope, self._level = 1.0, 0.0

    def _fit(self, rows: Any, posts: Sequence[Tagged]) -> None:
        import numpy as np
        from sklearn.linear_model import LogisticRegression

        # The dual solver with a loose end: 1,400 posts and 50 tags in under a second, with the same order of tags.
        made = [
            LogisticRegression(C=10, class_weight="balanced", solver="liblinear", dual=True, tol=1e-2, random_state=7)
            .fit(rows, [tag in post.tags for post in posts])
            for tag in self.tags
        ]  # fmt: skip
        self._weights = np.vstack([one.coef_[0] for one in made])
        self._bias = np.array([one.intercept_[0] for one in made])

    def _rows(self, posts: Sequence[Tagged]) -> Any:
        from scipy.sparse import hstack

        bodies = self._body.transform([post.body for post in posts])
        return hstack([bodies, _TITLE * self._title.transform([post.title for post in posts])]).tocsr()

    def scores(self, posts: Sequence[Tagged]) -> Any:
        """Return a score of each tag (columns) for each post (rows): log-odds of a made-even world."""
        return self._rows(posts) @ self._weights.T + self._bias

    def calibrate(self, posts: Sequence[Tagged]) -> None:
        """Fit what a score is worth on posts that were not learned from: on the best few of each, as are suggested."""
        import numpy as np
        from sklearn.linear_model import LogisticRegression

        scores = self.scores(posts)
        best = [
            (row, at) for row in range(len(posts)) for at in np.argsort(-scores[row], kind="stable")[:_MOST]
        ]
        right = [self.tags[at] in posts[row].tags for row, at in best]
        if len(set(right)) > 1:
            curve = LogisticRegression(C=1e6).fit([[scores[spot]] for spot in best], right)
            self._slope, self._level = float(curve.coef_[0][0]), float(curve.intercept_[0])

    def taking(self, other: TopicModel) -> TopicModel:
        """Take over what scores are worth from a model of the same posts but the newest; returns itself."""
        self._slope, self._level = other._slope, other._level
        return self

    def suggest(self, post: Tagged) -> list[Suggestion]:
        """Return the tags that a post would have, the most probable first, with the words that speak for each."""
        import numpy as np

        rows = self._rows([post])
        scores = (rows @ self._weights.T + self._bias)[0]
        chances = 1 / (1 + np.exp(-(self._slope * scores + self._level)))
        best = [at for at in np.argsort(-scores, kind="stable")[:_MOST] if chances[at] >= _LEAST]
        words = self._body.get_feature_names_out()
        found = []
        for at in best:
            share = rows[0, : len(words)].multiply(self._weights[at, : len(words)]).tocoo()
            order = sorted(zip(-share.data, words[share.col], strict=True))
            said = tuple(str(word) for weight, word in order if weight < 0 and _spot(post.body, str(word)))[
                :3
            ]
            if said:
                found.append(Suggestion(self.tags[at], float(chances[at]), said))
        return found


def learn(posts: Iterable[Tagged]) -> TopicModel | None:
    """Return what tagged posts teach; None where they are too few, or no tag has enough of them."""
    kept = sorted(posts, key=lambda post: (post.published, post.key))[-_POSTS:]
    if len(kept) < ENOUGH:
        return None
    newest = len(kept) * 4 // 5
    try:
        earlier = TopicModel(kept[:newest])
        earlier.calibrate(kept[newest:])
        return TopicModel(kept).taking(earlier)
    except ValueError:
        return None


def with_learned(model: TopicModel, names: Mapping[str, str], item: Cleaned, prose: Prose) -> Prose:
    """Add to a post without tags of its own those that it would have, each with the words that speak for it."""
    if not _is_post(item.draft) or any(_tags(item.draft)) or len(item.draft.body) < _SHORTEST:
        return prose
    text, start = item.document.text, item.body_start
    spans, relations = list(prose.spans), list(prose.relations)
    for one in model.suggest(post_of(item.draft, item.document.source)):
        words = next((spot for word in one.words if (spot := _spot(text[start:], word))), None)
        if words is None:
            continue
        topic = Span(
            Label.TOPIC, start + words[0], start + words[1], names[one.tag], RULE, confidence=one.probability
        )
        quote = sentence_around(text, topic.start, topic.end)
        rule = f"{RULE}: {', '.join(one.words)}"
        about = Relation(None, RelType.ABOUT, topic, quote.start, quote.end, rule, of="document")
        spans.append(topic)
        relations.append(replace(about, confidence=one.probability))
    return replace(prose, spans=tuple(spans), relations=tuple(relations))


def _spot(text: str, words: str) -> tuple[int, int] | None:
    """Return where words stand in a text, side by side."""
    parted = r"\W+".join(re.escape(word) for word in words.split())
    found = re.search(rf"(?<!\w){parted}(?!\w)", text, re.IGNORECASE)
    return found.span() if found else None


def _vectoriser(words: int) -> Any:
    from sklearn.feature_extraction.text import TfidfVectorizer

    return TfidfVectorizer(
        sublinear_tf=True, min_df=2, ngram_range=(1, 2), stop_words="english", max_features=words
    )
